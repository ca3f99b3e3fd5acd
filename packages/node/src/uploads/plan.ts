import { pathIssue } from '@allmende/files'
import { displayText } from '@allmende/vocabulary'
import type { BeginUploadRequest, UploadFile } from '../contract-uploads.ts'
import { fail } from '../errors.ts'
import { MAX_UPLOAD_FILES } from './limits.ts'

export type Plan = {
  readonly name: string
  readonly files: readonly UploadFile[]
  readonly folders: readonly string[]
  readonly bytes: number
}

/** What leads out of the folder or can't be written: refused on every system. What only Windows refuses is renamed when it is shared. */
const HOSTILE = new Set([
  'PATH_OUTSIDE',
  'PATH_ABSOLUTE',
  'PATH_CONTROL',
  'PATH_NOT_UNICODE',
  'PATH_EMPTY',
  'PATH_TOO_LONG',
])
/** Left out when it is shared, whatever comes: names of our own and of version control. */
const LEFT_OUT = 'PATH_RESERVED'

/** Judges what a page says will come. Throws UPLOAD_PATH, UPLOAD_EMPTY, UPLOAD_MANY. */
export function planOf({ name, files, folders = [] }: BeginUploadRequest, platform: string): Plan {
  const found = files.length + folders.length
  if (files.length === 0) throw fail('UPLOAD_EMPTY')
  if (found > MAX_UPLOAD_FILES)
    throw fail('UPLOAD_MANY', { expected: `at most ${MAX_UPLOAD_FILES} files`, found: String(found) })
  for (const path of [name, ...folders, ...files.map((file) => file.path)]) refuse(path, platform)
  if (name.includes('/')) throw unfit(name, 'expected one name')
  const bytes = files.reduce((sum, file) => sum + file.bytes, 0)
  if (!Number.isSafeInteger(bytes))
    throw fail('UPLOAD_MANY', { expected: `at most ${Number.MAX_SAFE_INTEGER} bytes`, found: String(bytes) })
  return { name, files, folders, bytes }
}

/** The same files in the same order: then it is what was broken off. */
export function samePlan(a: Plan, b: Plan): boolean {
  return JSON.stringify([a.name, a.files, a.folders]) === JSON.stringify([b.name, b.files, b.folders])
}

function refuse(path: string, platform: string): void {
  const issue = pathIssue(path)
  if (!issue || issue.code === LEFT_OUT) return
  if (HOSTILE.has(issue.code) || platform === 'win32') throw unfit(path, issue.code)
}

export function unfit(path: string, reason: string): Error {
  return fail('UPLOAD_PATH', { found: `"${displayText(path).slice(0, 200)}"`, reason })
}

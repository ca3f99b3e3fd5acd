import { readFileList, streamListed } from '@allmende/files'
import { displayText, type FileList } from '@allmende/vocabulary'
import { chooseVersion } from './choose-version.ts'
import type { ActionContext, FileContent, FileRequest } from './contract.ts'
import { fail } from './errors.ts'
import { coresOf, stateAt } from './good-state.ts'
import { type Located, locateThing } from './locate-thing.ts'
import type { Parts } from './parts.ts'
import { patienceOf } from './patience.ts'
import { reachCores } from './reach-cores.ts'

/**
 * One file of a version of a good, or of a build: for a look at it, where a copy of the whole would be too much. Throws
 * FILE_UNKNOWN, VERSION_WITHOUT_FILES, NO_HOLDER, and those of `locateThing`.
 */
export async function openFile(
  parts: Parts,
  { thing: reference, path, version }: FileRequest,
  context: ActionContext,
): Promise<FileContent> {
  const located = await locateThing(parts, reference, context, { wait: false }, ['good', 'build'])
  const list = await listOf(parts, located, version)
  const commons = await reachCores(parts, located, list.cores, context)
  const openCore = coresOf(parts, commons)
  const patience = patienceOf(parts, commons.id, context)
  const entries = await readFileList(list, openCore, patience)
  const file = entries.find((entry) => entry.path === path)
  if (!file) throw fail('FILE_UNKNOWN', { found: displayText(path) })
  return {
    path: file.path,
    bytes: file.bytes,
    hash: Buffer.from(file.hash).toString('hex'),
    read: (range) => streamListed(file, openCore, patience, range),
  }
}

async function listOf(parts: Parts, located: Located, version: string | undefined): Promise<FileList> {
  const { thing } = located
  if (thing.kind !== 'good' && thing.kind !== 'build')
    throw fail('THING_KIND', { expected: 'good', found: thing.kind })
  const fields =
    thing.kind === 'good'
      ? (await stateAt(parts, located, chooseVersion(thing, version).id)).fields
      : thing.fields
  const files = fields['files'] as FileList | undefined
  if (!files) throw fail('VERSION_WITHOUT_FILES')
  return files
}

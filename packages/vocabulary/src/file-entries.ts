import { decodeCbor, encodeCbor } from './cbor.ts'
import { fail } from './errors.ts'
import { type FileEntry, fileEntriesSchema } from './kinds/file-list.ts'
import { MAX_FILE_LIST_BYTES } from './limits.ts'
import { check } from './validate.ts'

/** Writes the entries of a file list, for a list that is itself a blob. Throws `FILE_LIST`. */
export function encodeFileEntries(entries: readonly FileEntry[]): Uint8Array {
  checkForm(entries)
  const bytes = encodeCbor(entries)
  checkSize(bytes)
  return bytes
}

/** Reads what `encodeFileEntries` wrote. Throws `FILE_LIST` and `CBOR_…`. */
export function decodeFileEntries(bytes: Uint8Array): FileEntry[] {
  checkSize(bytes)
  const entries = decodeCbor(bytes)
  checkForm(entries)
  return entries as FileEntry[]
}

function checkForm(entries: unknown): void {
  const issue = check(fileEntriesSchema, entries, 'files')[0]
  if (issue) throw fail('FILE_LIST', issue)
}

function checkSize(bytes: Uint8Array): void {
  if (bytes.length <= MAX_FILE_LIST_BYTES) return
  throw fail('FILE_LIST', {
    path: 'files',
    expected: `at most ${MAX_FILE_LIST_BYTES} bytes`,
    found: `${bytes.length} bytes`,
  })
}

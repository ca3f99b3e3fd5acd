import { createHash } from 'node:crypto'
import {
  type BlobPlace,
  type CoreKey,
  type FileEntry,
  type FileList,
  MAX_INLINE_FILES_BYTES,
  checkEntries,
  decodeFileEntries,
  encodeFileEntries,
} from '@allmende/vocabulary'
import { BlockSource, type Patience } from './block-source.ts'
import type { BlobWriter, Place } from './blob-writer.ts'
import type { ListedFile, OpenCore } from './contract.ts'
import { fail } from './errors.ts'
import { checkPlace } from './place.ts'
import { readBlob } from './read-blob.ts'

/** The list for a record; a long one becomes a blob itself, appended by `blobs`. */
export async function makeFileList(files: ListedFile[], own: CoreKey, blobs: BlobWriter): Promise<FileList> {
  const cores = [...new Set(files.map((file) => file.core))]
  const entries = files.map((file) => entryOf(file, cores))
  const bytes = entries.reduce((sum, entry) => sum + entry.bytes, 0)
  const encoded = encodeFileEntries(entries)
  const list: FileList = { count: files.length, bytes, cores }
  if (encoded.length < MAX_INLINE_FILES_BYTES) return { ...list, entries }
  let at = cores.indexOf(own)
  if (at === -1) at = cores.push(own) - 1
  const place = await appendBlob(blobs, encoded)
  const blob: BlobPlace = [at, place.blockOffset, place.blockLength, place.byteOffset, place.bytes]
  return { ...list, list: { blob, hash: sha256(encoded), bytes: encoded.length } }
}

/**
 * The entries of a list from a record, fetched if they lie in a blob. Throws `LIST_MALFORMED` or `LIST_CORRUPT` for
 * what a peer made up, `COPY_NO_HOLDER` when patience ends. Names are judged by `copyOut`, where they would matter.
 */
export async function readFileList(
  list: FileList,
  openCore: OpenCore,
  patience: Patience = {},
): Promise<ListedFile[]> {
  const entries = list.entries ?? (await fetchEntries(list, openCore, patience))
  const [issue] = checkEntries(list, entries, 'files')
  if (issue) throw fail('LIST_MALFORMED', { path: issue.path, expected: issue.expected, found: issue.found })
  return entries.map((entry) => listed(entry, list))
}

async function fetchEntries(list: FileList, openCore: OpenCore, patience: Patience): Promise<FileEntry[]> {
  if (!list.list)
    throw fail('LIST_MALFORMED', { path: 'files', expected: 'entries or a list', found: 'neither' })
  const { blob, hash, bytes } = list.list
  const place = placed('files.list', { path: 'files.list', bytes, hash, blob }, list)
  const source = new BlockSource(openCore, patience, bytes)
  try {
    const encoded = await readBlob(source, place)
    if (!sha256(encoded).every((byte, at) => byte === hash[at])) throw fail('LIST_CORRUPT')
    return decodeFileEntries(encoded)
  } finally {
    await source.close()
  }
}

function listed(entry: FileEntry, list: FileList): ListedFile {
  return placed(entry.path, entry, list)
}

function placed(path: string, entry: FileEntry, list: FileList): ListedFile {
  const [coreIndex, blockOffset, blockLength, byteOffset, byteLength] = entry.blob
  const key = list.cores[coreIndex]
  if (!key) throw fail('LIST_MALFORMED', { path, expected: 'one of its cores', found: `core ${coreIndex}` })
  if (byteLength !== entry.bytes) {
    throw fail('LIST_MALFORMED', { path, expected: `${entry.bytes} bytes`, found: `${byteLength} bytes` })
  }
  const place = { blockOffset, blockLength, byteOffset, bytes: entry.bytes }
  checkPlace(path, place)
  return { path, hash: entry.hash, executable: entry.executable === true, core: key, ...place }
}

function entryOf(file: ListedFile, cores: CoreKey[]): FileEntry {
  const { path, bytes, hash, blockOffset, blockLength, byteOffset } = file
  const blob: BlobPlace = [cores.indexOf(file.core), blockOffset, blockLength, byteOffset, bytes]
  return { path, bytes, hash, blob, ...(file.executable ? { executable: true as const } : {}) }
}

async function appendBlob(blobs: BlobWriter, content: Uint8Array): Promise<Place> {
  const found: Place[] = []
  await blobs.add(content, (place) => found.push(place))
  await blobs.flush()
  const place = found[0]
  if (!place) throw new Error('the list of files was not appended')
  return place
}

function sha256(content: Uint8Array): Uint8Array {
  return new Uint8Array(createHash('sha256').update(content).digest())
}

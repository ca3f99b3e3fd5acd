import Type from 'typebox'
import { MAX_FILES, MAX_FILE_CORES, MAX_FILE_LIST_BYTES, MAX_PATH_BYTES } from '../limits.ts'
import type { Fields, ValidationIssue } from '../record.ts'
import { type Static, bytes, coreKey, count, keyToBytes, keyToText } from './fields.ts'
import { isSafePath } from './path.ts'

const HASH_BYTES = 32

/** Where a blob lies: which of the cores of the list, its blocks there, and its bytes there (as in hyperblobs). */
const blobRef = Type.Tuple(
  [
    count('Which core of the list.', MAX_FILE_CORES - 1),
    count('Its first block.'),
    count('How many blocks.'),
    count('Its first byte.'),
    count('How many bytes.'),
  ],
  { description: '[core, first block, blocks, first byte, bytes]' },
)

const fileEntry = Type.Object({
  path: Type.Refine(
    Type.String({
      minLength: 1,
      description: 'Relative, with / between the parts; never `..`, never absolute.',
    }),
    isSafePath,
    () => `a relative path of at most ${MAX_PATH_BYTES} bytes without empty, "." or ".." parts`,
  ),
  bytes: count('Size of the content.'),
  hash: bytes(HASH_BYTES, HASH_BYTES, 'SHA-256 of the content.'),
  blob: blobRef,
  executable: Type.Optional(Type.Literal(true, { description: 'Set if it is to be executable.' })),
})

export const fileListSchema = Type.Object(
  {
    count: count('How many files.', MAX_FILES),
    bytes: count('Their sizes together.'),
    cores: Type.Array(coreKey('A `files` core.'), {
      maxItems: MAX_FILE_CORES,
      description: 'Where the blobs lie.',
    }),
    entries: Type.Optional(Type.Array(fileEntry, { maxItems: MAX_FILES, description: 'The files, if few.' })),
    list: Type.Optional(
      Type.Object(
        {
          blob: blobRef,
          hash: bytes(HASH_BYTES, HASH_BYTES, 'SHA-256 of the CBOR list of entries.'),
          bytes: count('Its size.', MAX_FILE_LIST_BYTES),
        },
        { description: 'Where the entries lie, if they are many.' },
      ),
    ),
  },
  { description: 'The files of this version; either `entries` or `list`.' },
)

export const fileEntriesSchema = Type.Array(fileEntry, { maxItems: MAX_FILES })

export type FileEntry = Static<typeof fileEntry>
export type FileList = Static<typeof fileListSchema>
export type BlobPlace = Static<typeof blobRef>
/** Where a list of files lies that is itself a blob. */
export type FileListBlob = NonNullable<FileList['list']>

function hasCores(files: unknown): files is Fields & { cores: unknown[] } {
  return typeof files === 'object' && files !== null && Array.isArray((files as Fields)['cores'])
}

/** The `unpack` of a kind with `files`: its cores as texts, in place. */
export function unpackFileCores({ files }: Fields): void {
  if (hasCores(files)) files.cores = files.cores.map(keyToText)
}

/** The reverse, into a new body. */
export function packFileCores(body: Fields): Fields {
  const { files } = body
  return hasCores(files) ? { ...body, files: { ...files, cores: files.cores.map(keyToBytes) } } : body
}

/** What a schema cannot say of `files`: its parts agree with each other. The body has passed the schema. */
export function checkFiles(body: Fields): ValidationIssue[] {
  if (body['files'] === undefined) return []
  const path = 'body.files'
  const files = body['files'] as FileList
  const inline = files.entries !== undefined
  if (inline === (files.list !== undefined)) {
    return [issue('FILES_PLACE', path, 'either entries or list', inline ? 'both' : 'neither')]
  }
  if (files.entries) return checkEntries(files, files.entries, path)
  return checkCore(files.list?.blob, files, `${path}.list.blob`)
}

/** Holds entries, inline or fetched, against the list that names them. */
export function checkEntries(
  files: FileList,
  entries: readonly FileEntry[],
  path: string,
): ValidationIssue[] {
  const issues: ValidationIssue[] = []
  if (entries.length !== files.count) {
    issues.push(issue('FILES_COUNT', `${path}.count`, String(entries.length), String(files.count)))
  }
  const sum = entries.reduce((total, entry) => total + entry.bytes, 0)
  if (sum !== files.bytes)
    issues.push(issue('FILES_BYTES', `${path}.bytes`, String(sum), String(files.bytes)))
  const seen = new Set<string>()
  for (const [index, entry] of entries.entries()) {
    const at = `${path}.entries[${index}]`
    issues.push(...checkCore(entry.blob, files, `${at}.blob`))
    if (seen.has(entry.path))
      issues.push(issue('FILES_DUPLICATE', `${at}.path`, 'a path of its own', entry.path))
    seen.add(entry.path)
  }
  return issues
}

function checkCore(blob: BlobPlace | undefined, files: FileList, path: string): ValidationIssue[] {
  if (!blob || blob[0] < files.cores.length) return []
  return [issue('FILES_CORE', path, `one of ${files.cores.length} cores`, `core ${blob[0]}`)]
}

function issue(
  code: ValidationIssue['code'],
  path: string,
  expected: string,
  found: string,
): ValidationIssue {
  return { code, path, expected, found }
}

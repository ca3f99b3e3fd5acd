import { readSync } from 'node:fs'
import type { FileHandle } from 'node:fs/promises'
import { displayText, isAllmendeError } from '@allmende/vocabulary'
import yauzl, { type Entry, type ZipFile } from 'yauzl'
import { counted } from './counted.ts'
import { fail } from '../errors.ts'
import { OpenFile } from './open-file.ts'
import type { Unpacking } from './unpacking.ts'
import { writeEntry } from './write-entry.ts'
import { isExecutable, isFolder, nameOf, refuseSort } from './zip-entry.ts'

/** What may stand behind the last entry of the directory: an end record, in one of its three forms. */
const ENDS = [0x06054b50, 0x06064b50, 0x05054b50]
const LOCAL_HEADER_BYTES = 30
const SIZES_FOLLOW = 0x8
const ELSEWHERE = 0xffffffff

type Listed = { readonly entry: Entry; readonly path: string; readonly executable: boolean }

/** Unpacks a ZIP: judges its whole directory first, then each entry against its own header, then the content. */
export async function readZip(unpacking: Unpacking): Promise<void> {
  const zip = await openZip(unpacking.file)
  try {
    const listed = await list(zip, unpacking)
    for (const one of listed) {
      unpacking.signal?.throwIfAborted()
      await takeEntry(zip, unpacking, one)
    }
  } catch (error) {
    throw inWords(error)
  } finally {
    zip.close()
  }
}

/** The names in a ZIP, at most `most`, read as they stand; for telling documents of other programs from archives. */
export async function zipNames(file: FileHandle, most: number): Promise<string[]> {
  const zip = await openZip(file)
  const names: string[] = []
  try {
    if (zip.entryCount === 0) return []
    for await (const entry of zip.eachEntry()) if (names.push(nameOf(entry)) >= most) break
    return names
  } catch (error) {
    throw inWords(error)
  } finally {
    zip.close()
  }
}

async function openZip(file: FileHandle): Promise<ZipFile> {
  try {
    // Names are decoded and sizes are judged here, by one rule for all archives.
    const zip = await yauzl.fromRandomAccessReaderPromise(new OpenFile(file), (await file.stat()).size, {
      autoClose: false,
      lazyEntries: true,
      decodeStrings: false,
      validateEntrySizes: false,
    })
    return zip
  } catch (error) {
    throw inWords(error)
  }
}

async function list(zip: ZipFile, unpacking: Unpacking): Promise<Listed[]> {
  const { budget, names, archiveBytes } = unpacking
  budget.entriesClaimed(zip.entryCount)
  const listed: Listed[] = []
  const ranges: [from: number, to: number, name: string][] = []
  let claimed = 0
  for await (const entry of zip.eachEntry()) {
    budget.entry()
    const name = nameOf(entry)
    refuseSort(entry, name)
    const folder = isFolder(entry, name)
    const path = names.judge(name, folder)
    const from = entry.relativeOffsetOfLocalHeader
    ranges.push([from, from + LOCAL_HEADER_BYTES + entry.compressedSize, name])
    claimed += entry.uncompressedSize
    if (path !== null) listed.push({ entry, path, executable: isExecutable(entry) })
    else if (folder && entry.uncompressedSize > 0)
      throw lying(name, 'no content of a folder', `${claimed} bytes`)
  }
  names.finish()
  refuseOverlaps(ranges, archiveBytes)
  refuseHidden(zip, unpacking.file)
  budget.bytesClaimed(claimed)
  return listed
}

/** Entries that share their content: a file of 40 KB that unpacks to gigabytes without a high ratio anywhere. */
function refuseOverlaps(ranges: [from: number, to: number, name: string][], archiveBytes: number): void {
  let end = 0
  for (const [from, to, name] of ranges.toSorted((a, b) => a[0] - b[0])) {
    if (from < end) throw lying(name, 'content of its own', 'content of another entry')
    if (to > archiveBytes) throw lying(name, `at most ${archiveBytes} bytes`, `content up to byte ${to}`)
    end = to
  }
}

/** The end record counts the entries; behind the last one that it counts must come the end. */
function refuseHidden(zip: ZipFile, file: FileHandle): void {
  const at = Number(zip.readEntryCursor)
  const four = Buffer.alloc(4)
  const read = readSync(file.fd, four, 0, 4, at)
  if (read < 4 || !ENDS.includes(four.readUInt32LE())) throw fail('ARCHIVE_TRAILING')
}

async function takeEntry(
  zip: ZipFile,
  unpacking: Unpacking,
  { entry, path, executable }: Listed,
): Promise<void> {
  await compareHeaders(zip, entry, path)
  const stream = await zip.openReadStreamPromise(entry)
  const bytes = entry.uncompressedSize
  try {
    const pieces = counted(unpacking, stream)
    const sum = await writeEntry(unpacking.target, { path, executable, bytes }, pieces, unpacking.disk)
    if (sum !== entry.crc32)
      throw fail('ARCHIVE_DAMAGED', { reason: `the checksum of "${displayText(path, 300)}" is wrong` })
  } finally {
    stream.destroy()
  }
  unpacking.wrote(bytes)
}

/** Each entry is described twice. Programs differ in which they believe, so both must say the same. */
async function compareHeaders(zip: ZipFile, entry: Entry, path: string): Promise<void> {
  const local = await zip.readLocalFileHeaderPromise(entry)
  if (!local.fileName.equals(entry.fileNameRaw))
    throw lying(path, 'one name', `another one in its own header, "${local.fileName.toString('latin1')}"`)
  if ((local.generalPurposeBitFlag & SIZES_FOLLOW) !== 0) return
  for (const field of ['uncompressedSize', 'compressedSize'] as const) {
    const said = local[field]
    if (said !== ELSEWHERE && said !== entry[field])
      throw lying(path, `${entry[field]} bytes`, `${said} bytes in its own header`)
  }
}

function lying(name: string, expected: string, found: string) {
  return fail('ARCHIVE_LYING', { path: displayText(name, 300), expected, found: displayText(found, 300) })
}

/** What the library says of a broken file, under one code. */
function inWords(error: unknown): unknown {
  if (isAllmendeError(error) || (error as Error).name === 'AbortError') return error
  const { code = '', message, syscall } = error as NodeJS.ErrnoException
  if (syscall !== undefined || /^E[A-Z]+$/.test(code)) return error
  if (message.includes('encryption')) return fail('ARCHIVE_ENCRYPTED', { path: 'a file', cause: error })
  if (message.startsWith('Invalid comment length')) return fail('ARCHIVE_TRAILING', { cause: error })
  return fail('ARCHIVE_DAMAGED', { reason: displayText(message), cause: error })
}

import { displayText } from '@allmende/vocabulary'
import { type Entry, getFileNameLowLevel } from 'yauzl'
import { fail } from '../errors.ts'

const FLAG_ENCRYPTED = 0x1
const FLAG_STRONG = 0x40
const FLAG_UTF8 = 0x800
const METHOD_AES = 99
const STORED = 0
const DEFLATED = 8

/** The upper half of the outer attributes is a Unix mode where the maker had one. */
const FORMAT = 0o170000
const LINK = 0o120000
const FOLDER = 0o040000
const REGULAR = 0o100000
const EXECUTABLE = 0o100

/**
 * The name as it was meant: UTF-8 where the entry says so, or where its bytes are UTF-8 all the same (archives of macOS
 * don't say so); else the old code page. The library's own reading would turn `\` into `/`.
 */
export function nameOf(entry: Entry): string {
  const told = (entry.generalPurposeBitFlag & FLAG_UTF8) !== 0
  const utf8 = told || isUtf8(entry.fileNameRaw)
  const flags = utf8 ? entry.generalPurposeBitFlag | FLAG_UTF8 : entry.generalPurposeBitFlag
  return getFileNameLowLevel(flags, entry.fileNameRaw, entry.extraFields, true)
}

export function isFolder(entry: Entry, name: string): boolean {
  return name.endsWith('/') || (modeOf(entry) & FORMAT) === FOLDER
}

export function isExecutable(entry: Entry): boolean {
  return (modeOf(entry) & EXECUTABLE) !== 0
}

/** Throws ARCHIVE_LINK, ARCHIVE_SPECIAL, ARCHIVE_ENCRYPTED and ARCHIVE_METHOD. */
export function refuseSort(entry: Entry, name: string): void {
  const path = displayText(name, 300)
  const format = modeOf(entry) & FORMAT
  if (format === LINK) throw fail('ARCHIVE_LINK', { path, to: 'somewhere' })
  if (format !== 0 && format !== REGULAR && format !== FOLDER)
    throw fail('ARCHIVE_SPECIAL', { path, found: 'a device or a pipe' })
  const { generalPurposeBitFlag: flags, compressionMethod: method } = entry
  if ((flags & (FLAG_ENCRYPTED | FLAG_STRONG)) !== 0 || method === METHOD_AES)
    throw fail('ARCHIVE_ENCRYPTED', { path })
  if (method !== STORED && method !== DEFLATED) throw fail('ARCHIVE_METHOD', { path, found: String(method) })
  const { compressedSize: packed, uncompressedSize: bytes } = entry
  if (method === STORED && packed !== bytes)
    throw fail('ARCHIVE_LYING', { path, expected: `${bytes} bytes`, found: `${packed} bytes` })
}

function modeOf(entry: Entry): number {
  return entry.externalFileAttributes >>> 16
}

function isUtf8(bytes: Uint8Array): boolean {
  try {
    new TextDecoder('utf-8', { fatal: true }).decode(bytes)
    return true
  } catch {
    return false
  }
}

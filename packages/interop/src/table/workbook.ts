import { Unzip, UnzipInflate, UnzipPassThrough, type UnzipFile } from 'fflate'
import { MAX_INFLATED_BYTES, MAX_SHEETS } from '../limits.ts'
import type { Report } from '../report.ts'
import type { Sheet } from './contract.ts'
import { readSheet, readSheetList, readStrings } from './sheet-xml.ts'

/** The parts of a workbook that are looked at; pictures and styles are not even inflated. */
const WANTED = /^xl\/(?:workbook\.xml|_rels\/workbook\.xml\.rels|sharedStrings\.xml|worksheets\/[^/]+\.xml)$/i

/** Deflate makes at most 1,032 of one byte: a push of this many can't give more than some 8 MB before it is counted. */
const PUSH_BYTES = 8 * 1024

/** Entries of an archive that are counted at all. */
const MAX_ENTRIES = 4096

const decoder = new TextDecoder()

/**
 * The sheets of an XLSX file. What the archive says of sizes is not believed: bytes are counted as they come out, and reading ends when there
 * are too many.
 */
export function readWorkbook(bytes: Uint8Array, report: Report): Sheet[] {
  const parts = inflate(bytes, report)
  const list = parts.get('xl/workbook.xml')
  if (!list) {
    if (report.findings.length === 0)
      report.say('TABLE_FORMAT', undefined, { found: 'an archive without a workbook in it' })
    return []
  }
  const sheets = readSheetList(list, parts.get('xl/_rels/workbook.xml.rels') ?? '')
  const strings = readStrings(parts.get('xl/sharedstrings.xml') ?? '', report)
  const budget = { cells: 0 }
  return sheets.slice(0, MAX_SHEETS).flatMap(({ name, path }) => {
    const xml = parts.get(path.toLowerCase())
    return xml === undefined ? [] : [{ name, rows: readSheet(xml, strings, budget, report) }]
  })
}

function inflate(bytes: Uint8Array, report: Report): Map<string, string> {
  const chunks = new Map<string, Uint8Array[]>()
  const state = { left: MAX_INFLATED_BYTES, entries: 0, over: false }
  const unzip = new Unzip((file) => {
    if (++state.entries > MAX_ENTRIES || chunks.has(file.name.toLowerCase()) || !WANTED.test(file.name))
      return
    gather(file, chunks, state)
  })
  unzip.register(UnzipInflate)
  unzip.register(UnzipPassThrough)
  try {
    for (let at = 0; at < bytes.length && !state.over; at += PUSH_BYTES) {
      unzip.push(bytes.subarray(at, at + PUSH_BYTES), at + PUSH_BYTES >= bytes.length)
    }
  } catch (error) {
    report.say('TABLE_BROKEN', undefined, { reason: error instanceof Error ? error.message : 'no archive' })
  }
  if (state.over) {
    report.say('TABLE_TOO_LARGE', undefined, { expected: `${MAX_INFLATED_BYTES} bytes inflated` })
    return new Map()
  }
  return new Map(Array.from(chunks, ([name, parts]) => [name, decoder.decode(concat(parts))]))
}

function gather(
  file: UnzipFile,
  chunks: Map<string, Uint8Array[]>,
  state: { left: number; over: boolean },
): void {
  const parts: Uint8Array[] = []
  chunks.set(file.name.toLowerCase(), parts)
  file.ondata = (error, chunk) => {
    if (error) throw error
    state.left -= chunk.length
    if (state.left < 0) state.over = true
    else if (!state.over) parts.push(chunk)
  }
  file.start()
}

function concat(parts: readonly Uint8Array[]): Uint8Array {
  const whole = new Uint8Array(parts.reduce((sum, part) => sum + part.length, 0))
  let at = 0
  for (const part of parts) {
    whole.set(part, at)
    at += part.length
  }
  return whole
}

import { createHash } from 'node:crypto'
import { type CoreKey, coreKeyOf, keyBytes, type LogKey, logKeyOf } from '@allmende/vocabulary'

/** What a member tells a mirror about one log. */
export type Row = {
  readonly log: LogKey
  readonly edits: CoreKey
  readonly files: CoreKey
  /** Blocks that the files core is known to have: its head isn't compared, since files are fetched on demand. */
  readonly filesLength: number
  readonly keepFiles: boolean
}

const KEY = 32
const ROW = 3 * KEY + 4 + 1
const KEEP_FILES = 1
const MARK_BYTES = 12

/** Some 100 kB in a message. */
export const ROWS_PER_PAGE = 1_000

/** WARNING: on the wire. log · edits · files · length of files (32 bits, big end first) · flags. */
export function packRows(rows: readonly Row[]): Uint8Array {
  const bytes = Buffer.alloc(rows.length * ROW)
  for (const [at, { log, edits, files, filesLength, keepFiles }] of rows.entries()) {
    const start = at * ROW
    for (const [which, key] of [log, edits, files].entries()) bytes.set(keyBytes(key), start + which * KEY)
    bytes.writeUInt32BE(Math.min(filesLength, 2 ** 32 - 1), start + 3 * KEY)
    bytes[start + ROW - 1] = keepFiles ? KEEP_FILES : 0
  }
  return new Uint8Array(bytes)
}

/** Throws for what `packRows` doesn't make. */
export function unpackRows(bytes: Uint8Array): Row[] {
  const count = bytes.length / ROW
  if (!Number.isInteger(count) || count < 1 || count > ROWS_PER_PAGE)
    throw new Error('rows of another length')
  return Array.from({ length: count }, (_, at) => {
    const row = bytes.subarray(at * ROW, (at + 1) * ROW)
    const [log, edits, files] = [0, 1, 2].map((which) => row.slice(which * KEY, (which + 1) * KEY))
    const found = { log: logKeyOf(log!), edits: coreKeyOf(edits!), files: coreKeyOf(files!) }
    if (new Set<string>(Object.values(found)).size < 3) throw new Error('a core named twice')
    const filesLength = Buffer.from(row).readUInt32BE(3 * KEY)
    return { ...found, filesLength, keepFiles: row[ROW - 1] === KEEP_FILES }
  })
}

/** Stands for a row where both sides compare what was told. */
export function markOf(row: Row): string {
  return createHash('sha256')
    .update(packRows([row]))
    .digest()
    .subarray(0, MARK_BYTES)
    .toString('base64')
}

/** Stands for all rows that one node told, in any order. Only that node is fooled by a collision it makes. */
export function digestOf(marks: Iterable<string>): string {
  const digest = Buffer.alloc(MARK_BYTES)
  for (const mark of marks) {
    const bytes = Buffer.from(mark, 'base64')
    for (let at = 0; at < MARK_BYTES; at++) digest[at]! ^= bytes[at] ?? 0
  }
  return digest.toString('base64')
}

import { copyOfLive } from '@allmende/testkit'
import { readFileSync, readdirSync, statSync, truncateSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'

/**
 * What a power cut leaves: the home as it is now, on the same disk. A plain copy would be refused as one (that is another
 * test): its marks are rewritten as if these were the very files.
 */
export function imageOf(home: string, image: string): void {
  copyOfLive(home, image)
  restamp(image)
}

/** Makes a copied folder look like the one that was left. */
export function restamp(home: string): void {
  const mark = join(home, 'store', 'CORESTORE')
  writeFileSync(mark, '')
  const { ino } = statSync(mark)
  writeFileSync(
    mark,
    `device/platform=${process.platform}\ndevice/inode=${ino}\ndevice/created=${Date.now()}\n`,
  )
  const witness = join(home, 'own', 'witness.json')
  const written = JSON.parse(readFileSync(witness, 'utf8')) as { files: { inode: string; changed: string }[] }
  written.files = journals(home).map((path) => {
    const { ino: inode, ctimeNs } = statSync(path, { bigint: true })
    return { inode: String(inode), changed: String(ctimeNs) }
  })
  writeFileSync(witness, JSON.stringify(written))
}

export function journals(home: string): string[] {
  return [0, 1].map((at) => join(home, 'own', `journal-${at}`))
}

/** The write-ahead logs of the database, the newest last. */
export function writeAheadLogs(home: string): string[] {
  const db = join(home, 'store', 'db')
  return readdirSync(db)
    .filter((name) => name.endsWith('.log'))
    .toSorted()
    .map((name) => join(db, name))
}

/** Cuts the newest write-ahead log to a part of it; returns what is left, in bytes. */
export function cutWriteAheadLog(home: string, part: number): number {
  const path = writeAheadLogs(home).at(-1)
  if (path === undefined) throw new Error(`no write-ahead log in ${home}`)
  const left = Math.floor(statSync(path).size * part)
  truncateSync(path, left)
  return left
}

const MAGIC = Buffer.from('ALJ1')

/** Where the entries of the newest segment begin, and where the last one ends. */
export function journalEntries(home: string): { path: string; offsets: number[]; end: number } {
  const segments = journals(home).map((path) => ({ path, ...scan(readFileSync(path)) }))
  return segments[0]!.epoch > segments[1]!.epoch ? segments[0]! : segments[1]!
}

/** Wipes the journal from `offset` on: what the disk had promised and didn't keep. */
export function wipeJournal(path: string, offset: number): void {
  const bytes = readFileSync(path)
  bytes.fill(0, offset)
  writeFileSync(path, bytes)
}

/** Half an entry behind the last one, as of an append that the power cut interrupted. */
export function tearJournal(path: string, end: number): void {
  const bytes = readFileSync(path)
  Buffer.concat([MAGIC, Buffer.alloc(60, 0xee)]).copy(bytes, end)
  writeFileSync(path, bytes)
}

function scan(bytes: Buffer): { epoch: number; offsets: number[]; end: number } {
  const epoch = bytes.subarray(0, 4).equals(MAGIC) ? bytes.readUInt32LE(8) : 0
  const offsets: number[] = []
  let at = 0
  while (epoch > 0 && bytes.subarray(at, at + 4).equals(MAGIC) && bytes.readUInt32LE(at + 8) === epoch) {
    offsets.push(at)
    at += Math.ceil((32 + bytes.readUInt32LE(at + 4)) / 8) * 8
  }
  return { epoch, offsets, end: at }
}

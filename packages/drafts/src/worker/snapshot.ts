import { createHash } from 'node:crypto'
import { appendFileSync, mkdirSync, readFileSync, renameSync, writeFileSync } from 'node:fs'
import { dirname } from 'node:path'
import { deserialize, serialize } from 'node:v8'
import type { JudgeState, Submission } from '../judge.ts'
import type { SavedBody } from './body.ts'
import type { Positions } from './protocol.ts'

/** Version of the whole file. Another one is passed over and the draft rebuilt from the logs. */
const MAGIC = Buffer.from('allmende draft snapshot 5\n')
const CHECK_BYTES = 8

/** All of a draft at one moment. */
export type Whole = { judge: JudgeState; body: SavedBody; positions: Positions }
/** What came since, to be judged and applied again. */
export type Increment = { submissions: Submission[]; positions: Positions }

/**
 * Writes a whole snapshot: into a file beside, then in its place, so that a crash leaves the old one. Not fsynced:
 * a torn file is found by its checksums, and everything in it is in the logs too.
 */
export function writeWhole(file: string, whole: Whole): number {
  mkdirSync(dirname(file), { recursive: true })
  const bytes = Buffer.concat([MAGIC, section(whole)])
  writeFileSync(`${file}.new`, bytes)
  renameSync(`${file}.new`, file)
  return bytes.length
}

export function appendIncrement(file: string, increment: Increment): number {
  const bytes = section(increment)
  appendFileSync(file, bytes)
  return bytes.length
}

/**
 * Reads a snapshot as far as it is whole: a torn increment at the end, and what follows it, is left out. Null when
 * there is none, when it is of another version, or when its first section is damaged.
 */
export function readSnapshot(
  file: string,
): { whole: Whole; wholeBytes: number; increments: Increment[]; torn: boolean } | null {
  let bytes: Buffer
  try {
    bytes = readFileSync(file)
  } catch {
    return null
  }
  if (!bytes.subarray(0, MAGIC.length).equals(MAGIC)) return null
  const { sections, torn } = readSections(bytes.subarray(MAGIC.length))
  const [whole, ...increments] = sections
  if (whole === undefined) return null
  const wholeBytes = bytes.readUInt32LE(MAGIC.length)
  return { whole: whole as Whole, wholeBytes, increments: increments as Increment[], torn }
}

function section(value: unknown): Buffer {
  const payload = serialize(value)
  const head = Buffer.alloc(4)
  head.writeUInt32LE(payload.length)
  return Buffer.concat([head, check(payload), payload])
}

function readSections(bytes: Buffer): { sections: unknown[]; torn: boolean } {
  const sections: unknown[] = []
  let at = 0
  while (at < bytes.length) {
    const from = at + 4 + CHECK_BYTES
    if (from > bytes.length) return { sections, torn: true }
    const payload = bytes.subarray(from, from + bytes.readUInt32LE(at))
    if (!check(payload).equals(bytes.subarray(at + 4, from))) return { sections, torn: true }
    sections.push(deserialize(payload))
    at = from + payload.length
  }
  return { sections, torn: false }
}

function check(payload: Uint8Array): Buffer {
  return createHash('sha256').update(payload).digest().subarray(0, CHECK_BYTES)
}

import { createHash } from 'node:crypto'
import { mkdirSync, readFileSync, renameSync, writeFileSync } from 'node:fs'
import { dirname } from 'node:path'
import { deserialize, serialize } from 'node:v8'

const MAGIC = Buffer.from('allmende edits index 2\n')
const CHECK_BYTES = 8

/** Null when there is none, or one of another version, or a damaged one: the logs are read again then. */
export function readIndex(file: string): unknown {
  let bytes: Buffer
  try {
    bytes = readFileSync(file)
  } catch {
    return null
  }
  const payload = bytes.subarray(MAGIC.length + CHECK_BYTES)
  if (!bytes.subarray(0, MAGIC.length).equals(MAGIC)) return null
  if (!bytes.subarray(MAGIC.length, MAGIC.length + CHECK_BYTES).equals(check(payload))) return null
  return deserialize(payload)
}

export function writeIndex(file: string, state: unknown): void {
  const payload = serialize(state)
  mkdirSync(dirname(file), { recursive: true })
  writeFileSync(`${file}.new`, Buffer.concat([MAGIC, check(payload), payload]))
  renameSync(`${file}.new`, file)
}

function check(payload: Uint8Array): Buffer {
  return createHash('sha256').update(payload).digest().subarray(0, CHECK_BYTES)
}

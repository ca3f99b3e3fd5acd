import { createHash } from 'node:crypto'
import { deflateRawSync, inflateRawSync } from 'node:zlib'
import { fail } from '../errors.ts'
import { CHANGE_BYTES, CHANGE_INFLATED_BYTES } from '../limits.ts'
import { ByteReader, malformed } from './bytes.ts'

const MAGIC = [0x85, 0x6f, 0x4a, 0x83]
const TYPE_CHANGE = 1
const TYPE_DEFLATED_CHANGE = 2

/** Shorter changes hardly shrink: most of one is hashes and actors. Automerge draws the line at the same length. */
const DEFLATE_FROM = 256

/**
 * Opens the chunk a change comes in (the format is described at automerge.org/automerge-binary-format-spec):
 * magic, four bytes of checksum, type, length, and the body, deflated or not. The hash is taken over the inflated
 * body, so the name of a change does not depend on how it was packed.
 *
 * Throws `CHANGE_TOO_LARGE`, `CHANGE_INFLATES`, `CHANGE_MALFORMED`, `CHANGE_CHECKSUM`. Nothing is inflated beyond
 * the limit, whatever the chunk promises.
 */
export function openChunk(bytes: Uint8Array): { body: Uint8Array; hash: string } {
  if (bytes.length > CHANGE_BYTES) {
    throw fail('CHANGE_TOO_LARGE', { expected: String(CHANGE_BYTES), found: String(bytes.length) })
  }
  const reader = new ByteReader(bytes)
  for (const byte of MAGIC) if (reader.byte() !== byte) throw malformed('it does not begin as a change')
  const checksum = reader.take(4)
  const type = reader.byte()
  const length = reader.uint()
  const data = reader.take(length)
  if (!reader.done) throw malformed('something follows it')
  const body = bodyOf(type, data)
  const hash = hashOf(body)
  if (!checksum.every((byte, index) => byte === hash[index])) throw fail('CHANGE_CHECKSUM')
  return { body, hash: hash.toString('hex') }
}

/** The same change deflated, where that is shorter: what Automerge hands out for a local change is not. */
export function packChange(bytes: Uint8Array): Uint8Array {
  if (bytes.length <= DEFLATE_FROM) return bytes
  const reader = new ByteReader(bytes, 8)
  if (reader.byte() !== TYPE_CHANGE) return bytes
  const data = deflateRawSync(reader.take(reader.uint()))
  const head = [...bytes.subarray(0, 8), TYPE_DEFLATED_CHANGE, ...leb(data.length)]
  return head.length + data.length < bytes.length ? Buffer.concat([Uint8Array.from(head), data]) : bytes
}

function bodyOf(type: number, data: Uint8Array): Uint8Array {
  if (type === TYPE_CHANGE) return data
  if (type !== TYPE_DEFLATED_CHANGE) throw malformed(`a chunk of type ${type} is no change`)
  try {
    return inflateRawSync(data, { maxOutputLength: CHANGE_INFLATED_BYTES })
  } catch (error) {
    if (error instanceof RangeError)
      throw fail('CHANGE_INFLATES', { expected: String(CHANGE_INFLATED_BYTES) })
    throw malformed('it cannot be inflated')
  }
}

function hashOf(body: Uint8Array): Buffer {
  const head = Uint8Array.from([TYPE_CHANGE, ...leb(body.length)])
  return createHash('sha256').update(head).update(body).digest()
}

function leb(value: number): number[] {
  const bytes: number[] = []
  let rest = value
  for (; rest > 127; rest = Math.floor(rest / 128)) bytes.push((rest & 127) | 128)
  bytes.push(rest)
  return bytes
}

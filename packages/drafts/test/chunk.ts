import { createHash } from 'node:crypto'
import { deflateRawSync } from 'node:zlib'

const MAGIC = [0x85, 0x6f, 0x4a, 0x83]
const [CHANGE, DEFLATED] = [1, 2]

/** A change around a body, as Automerge would take it: with a true checksum, which is of the body before it is deflated. */
export function chunk(body: Uint8Array, deflated = false): Uint8Array {
  const hash = createHash('sha256')
    .update(Uint8Array.from([CHANGE, ...leb(body.length)]))
    .update(body)
    .digest()
  const data = deflated ? deflateRawSync(body) : body
  const head = [...MAGIC, ...hash.subarray(0, 4), deflated ? DEFLATED : CHANGE, ...leb(data.length)]
  return Buffer.concat([Uint8Array.from(head), data])
}

/** 50 MB of nothing in some 50 kB. */
export function bomb(): Uint8Array {
  return chunk(new Uint8Array(50_000_000), true)
}

function leb(value: number): number[] {
  return value < 128 ? [value] : [(value & 127) | 128, ...leb(value >>> 7)]
}

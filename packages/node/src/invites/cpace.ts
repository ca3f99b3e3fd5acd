// CPace with ristretto255 and SHA-512 (draft-irtf-cfrg-cpace): two sides that share a few words agree on a strong key,
// and whoever guesses the words can try one guess a run. Names as in the draft, so that both can be held side by side.
import { createHash, createHmac, timingSafeEqual } from 'node:crypto'
import { ristretto255, ristretto255_hasher } from '@noble/curves/ed25519.js'
import type { Random } from '@allmende/vocabulary'

const { Point } = ristretto255

export const SHARE_BYTES = 32
export const TAG_BYTES = 64

const DSI = Buffer.from('CPaceRistretto255')
const DSI_ISK = Buffer.from('CPaceRistretto255_ISK')
const MAC = Buffer.from('CPaceMac')
/** SHA-512 reads blocks of this size; the password fills the first one whatever its length. */
const S_IN_BYTES = 128
const GROUP_SIZE_BITS = 252n

/** What both sides have to agree on before the words: another value on either side gives another key. */
export type CpaceInputs = {
  /** The words. */
  readonly PRS: Uint8Array
  /** Who speaks with whom: roles and keys. */
  readonly CI: Uint8Array
  /** Of this connection and no other. */
  readonly sid: Uint8Array
}

/** One side's run between its own message and the other's. To be used once. */
export type CpaceRun = { readonly y: bigint; readonly Y: Uint8Array }

export function generatorString({ PRS, CI, sid }: CpaceInputs): Uint8Array {
  const zeros = Math.max(0, S_IN_BYTES - 1 - prependLen(PRS).length - prependLen(DSI).length)
  return lvCat(DSI, PRS, new Uint8Array(zeros), CI, sid)
}

/** The element that both sides count from: it is the words. */
export function calculateGenerator(inputs: CpaceInputs): Uint8Array {
  return ristretto255_hasher.deriveToCurve!(sha512(generatorString(inputs))).toBytes()
}

/** Begins a run; `Y` is this side's message. */
export function beginCpace(inputs: CpaceInputs, random: Random): CpaceRun {
  const y = sampleScalar(random)
  return { y, Y: scalarMult(y, calculateGenerator(inputs)) }
}

export function scalarMult(y: bigint, g: Uint8Array): Uint8Array {
  return Point.fromBytes(g).multiply(y).toBytes()
}

/** The secret element; null for a message that is no element, or the neutral one: the run has to be given up then. */
export function scalarMultVfy(y: bigint, X: Uint8Array): Uint8Array | null {
  try {
    const element = Point.fromBytes(X)
    return element.is0() ? null : element.multiply(y).toBytes()
  } catch {
    return null
  }
}

/** The session key. `Ya` is of whoever spoke first; nothing else is said beside the shares, so ADa and ADb are empty. */
export function sessionKey(sid: Uint8Array, K: Uint8Array, transcript: Uint8Array): Uint8Array {
  return sha512(Buffer.concat([lvCat(DSI_ISK, sid, K), transcript]))
}

export function transcriptIr(
  Ya: Uint8Array,
  Yb: Uint8Array,
  ADa: Uint8Array = NONE,
  ADb: Uint8Array = NONE,
): Uint8Array {
  return Buffer.concat([lvCat(Ya, ADa), lvCat(Yb, ADb)])
}

/** Shows that whoever sent `Y` has the key: sent by each side over its own message. */
export function confirmation(sid: Uint8Array, isk: Uint8Array, Y: Uint8Array): Uint8Array {
  const key = sha512(Buffer.concat([MAC, sid, isk]))
  return new Uint8Array(createHmac('sha512', key).update(lvCat(Y, NONE)).digest())
}

export function sameTag(a: Uint8Array, b: Uint8Array): boolean {
  return a.length === b.length && timingSafeEqual(a, b)
}

const NONE = new Uint8Array(0)

export function littleEndian(bytes: Uint8Array): bigint {
  return BigInt(`0x${Buffer.from(bytes).reverse().toString('hex')}`)
}

/** As the draft recommends: as many random bits as the group has. Zero would show the neutral element: never taken. */
function sampleScalar(random: Random): bigint {
  for (;;) {
    const scalar = BigInt.asUintN(Number(GROUP_SIZE_BITS), littleEndian(random.bytes(32)))
    if (scalar !== 0n) return scalar
  }
}

export function lvCat(...parts: readonly Uint8Array[]): Uint8Array {
  return Buffer.concat(parts.map(prependLen))
}

/** The length as LEB128, then the bytes: no two lists of parts give the same bytes. */
function prependLen(bytes: Uint8Array): Uint8Array {
  const length: number[] = []
  let rest = bytes.length
  for (; rest >= 0x80; rest >>>= 7) length.push((rest & 0x7f) | 0x80)
  return Buffer.concat([Uint8Array.from([...length, rest]), bytes])
}

function sha512(bytes: Uint8Array): Uint8Array {
  return new Uint8Array(createHash('sha512').update(bytes).digest())
}

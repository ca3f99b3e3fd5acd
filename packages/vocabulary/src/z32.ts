import * as codec from 'z32'
import { fail } from './errors.ts'

/** z-base-32: lower case, no character that is easily taken for another, no padding. */
export const Z32_ALPHABET = 'ybndrfg8ejkmcpqxot1uwisza345h769'

/** Every ten bits as two characters. Half the steps of a five-bit table: ids are written out for every record read. */
const PAIRS: readonly string[] = Array.from(
  { length: 1024 },
  (_, bits) => Z32_ALPHABET[bits >>> 5]! + Z32_ALPHABET[bits & 31]!,
)

const KEY_BYTES = 32

/** Bytes as z-base-32. */
export function encodeZ32(bytes: Uint8Array): string {
  return bytes.length === KEY_BYTES ? encodeKey(bytes) : codec.encode(bytes)
}

/**
 * z-base-32 as bytes. Strict: one text for one value, since texts are compared as names.
 * Throws `Z32_CHARACTER` for a character outside the alphabet, `Z32_FORM` for a length or last character that
 * no encoder writes.
 */
export function decodeZ32(text: string): Uint8Array {
  for (let at = 0; at < text.length; at++) {
    if (!Z32_ALPHABET.includes(text[at]!)) {
      throw fail('Z32_CHARACTER', { found: text[at]!, position: at + 1 })
    }
  }
  const bytes = codec.decode(text).subarray(0, Math.floor((text.length * 5) / 8))
  if (codec.encode(bytes) !== text) throw fail('Z32_FORM', { found: text })
  return new Uint8Array(bytes)
}

/** 256 bits: 25 pairs (250 bits), then six bits in two characters, the last one padded with zeroes. */
function encodeKey(bytes: Uint8Array): string {
  let text = ''
  for (let at = 0; at < 30; at += 5) {
    const high = (bytes[at]! << 12) | (bytes[at + 1]! << 4) | (bytes[at + 2]! >>> 4)
    const low = ((bytes[at + 2]! & 15) << 16) | (bytes[at + 3]! << 8) | bytes[at + 4]!
    text += PAIRS[high >>> 10]! + PAIRS[high & 1023]! + PAIRS[low >>> 10]! + PAIRS[low & 1023]!
  }
  const rest = ((bytes[30]! << 8) | bytes[31]!) << 4
  return text + PAIRS[rest >>> 10]! + PAIRS[rest & 1023]!
}

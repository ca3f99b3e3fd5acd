import { describe } from './describe.ts'
import { fail } from './errors.ts'

/** How bytes look in JSON, which has none. */
const HEX = '$hex'

/**
 * A decoded value for JSON: bytes become `{"$hex": "…"}`, all else stays. For export, pages and messages; what is
 * signed and kept is CBOR.
 */
export function toJson(value: unknown): unknown {
  if (value instanceof Uint8Array) return { [HEX]: toHex(value) }
  if (Array.isArray(value)) return value.map(toJson)
  if (typeof value === 'object' && value !== null) {
    return Object.fromEntries(Object.entries(value).map(([key, entry]) => [key, toJson(entry)]))
  }
  return value
}

/** The reverse of `toJson`. Throws `JSON_HEX`. */
export function fromJson(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(fromJson)
  if (typeof value !== 'object' || value === null) return value
  const entries = Object.entries(value)
  if (entries.length === 1 && entries[0]![0] === HEX) return fromHex(entries[0]![1])
  return Object.fromEntries(entries.map(([key, entry]) => [key, fromJson(entry)]))
}

function toHex(bytes: Uint8Array): string {
  return Array.from(bytes, (byte) => byte.toString(16).padStart(2, '0')).join('')
}

function fromHex(text: unknown): Uint8Array {
  if (typeof text !== 'string' || !/^([0-9a-f]{2})*$/.test(text))
    throw fail('JSON_HEX', { found: describe(text) })
  return Uint8Array.from(text.match(/../g) ?? [], (pair: string) => Number.parseInt(pair, 16))
}

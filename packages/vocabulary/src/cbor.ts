import { decode, encode, type Token, Tokenizer } from 'cborg'
import { checkShape } from './cbor-shape.ts'
import { fail } from './errors.ts'
import { MAX_DEPTH } from './limits.ts'

const READ = {
  strict: true,
  allowIndefinite: false,
  allowUndefined: false,
  allowInfinity: false,
  allowNaN: false,
  allowBigInt: false,
  rejectDuplicateMapKeys: true,
}

const WRITE = { ignoreUndefinedProperties: true }

/**
 * Writes a value of maps, lists, text, bytes, numbers, booleans and null as CBOR (RFC 8949, shortest forms, keys
 * in length-first order), so that equal values give equal bytes. Properties that are `undefined` are left out.
 * Throws `CBOR_VALUE` or `CBOR_UNSUPPORTED` for what our profile has no place for.
 */
export function encodeCbor(value: unknown): Uint8Array {
  let bytes: Uint8Array
  try {
    bytes = encode(value, WRITE)
  } catch (cause) {
    throw fail('CBOR_VALUE', { found: describeFailure(cause), cause })
  }
  checkShape(bytes, MAX_DEPTH)
  // A copy: the library may give a Buffer out of Node's pool, and to transfer that to a worker would take others along.
  return new Uint8Array(bytes)
}

/**
 * Reads CBOR of our profile: one item, definite lengths, text keys without repetition, shortest integers within
 * 2^53, no tags, no `undefined`, no NaN or Infinity. Anything else is refused, by every node alike.
 * Throws `CBOR_MALFORMED`, `CBOR_UNSUPPORTED`, `CBOR_DEPTH`.
 */
export function decodeCbor(bytes: Uint8Array): unknown {
  const { marked } = checkShape(bytes, MAX_DEPTH)
  try {
    return decode(bytes, marked ? { ...READ, tokenizer: new WholeTexts(bytes, WHOLE) } : READ)
  } catch (cause) {
    throw fail('CBOR_MALFORMED', { reason: describeFailure(cause), cause })
  }
}

const WHOLE = { ...READ, retainStringBytes: true }
const whole = new TextDecoder('utf-8', { ignoreBOM: true })

/**
 * The library drops a U+FEFF at the beginning of a text: two names of files would be one, and a record other than it was
 * signed. Reads such texts again, slower; few records have one.
 */
class WholeTexts extends Tokenizer {
  override next(): Token {
    const token = super.next()
    if (token.byteValue) token.value = whole.decode(token.byteValue)
    return token
  }
}

function describeFailure(cause: unknown): string {
  return cause instanceof Error ? cause.message.replace(/^CBOR (de|en)code error:? */, '') : String(cause)
}

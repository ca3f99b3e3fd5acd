import type { ListedFile } from '@allmende/files'
import { decodeZ32, encodeZ32, isSafePath, parseCoreKey } from '@allmende/vocabulary'
import type { DraftScalar } from '../contract-drafts.ts'

/** A reference is well below this; what is longer is none. */
const MOST_CHARACTERS = 300
const NUMBER = /^(0|[1-9]\d{0,15})$/
const HASH_BYTES = 32

/**
 * Where the content of a draft's file lies, in one line of text: the core, its place there, its size and its SHA-256. The
 * content itself is fetched by whoever wants it, and held against the hash.
 */
export function referenceOf(file: ListedFile): string {
  const { core, blockOffset, blockLength, byteOffset, bytes, hash, executable } = file
  const place = [blockOffset, blockLength, byteOffset, bytes].join(' ')
  return `1 ${core} ${place} ${encodeZ32(hash)}${executable ? ' x' : ''}`
}

/** The file that a reference names; null for what is none. It may come from anybody. */
export function listedOf(path: string, reference: DraftScalar): ListedFile | null {
  if (typeof reference !== 'string' || reference.length > MOST_CHARACTERS || !isSafePath(path)) return null
  const [form, key = '', ...rest] = reference.split(' ')
  const [hashed = '', executable, ...more] = rest.slice(4)
  const numbers = rest.slice(0, 4)
  if (form !== '1' || more.length > 0 || (executable !== undefined && executable !== 'x')) return null
  if (numbers.length < 4 || !numbers.every((number) => NUMBER.test(number))) return null
  const [blockOffset, blockLength, byteOffset, bytes] = numbers.map(Number) as [
    number,
    number,
    number,
    number,
  ]
  try {
    const [core, hash] = [parseCoreKey(key), decodeZ32(hashed)]
    if (hash.length !== HASH_BYTES) return null
    return { path, core, blockOffset, blockLength, byteOffset, bytes, hash, executable: executable === 'x' }
  } catch {
    return null
  }
}

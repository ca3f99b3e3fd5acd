// Shares of the 24 words for friends: so many together give them back, fewer give nothing.
import { accountOfWords } from '@allmende/logs'
import { decodeZ32, encodeZ32, type Random } from '@allmende/vocabulary'
import { combine, split } from 'shamir-secret-sharing'
import sodium from 'sodium-universal'
import { fail } from '../errors.ts'

/** WARNING: what friends have kept for years begins with this. */
const SCHEME = 'allmende-share-1:'

/** A person has so many friends at most who are told where the share is from. */
const MAX_FRIENDS = 16
/** WARNING: stored. All shares are of one length, so that it says nothing of the words. */
const SECRET_BYTES = 288
const HASH_BYTES = 8
const GROUP_BYTES = 4
const CHECK_BYTES = 4
/** need · friends · group */
const HEAD_BYTES = 1 + 1 + GROUP_BYTES

type Share = {
  readonly need: number
  readonly friends: number
  readonly group: string
  readonly bytes: Uint8Array
}

/**
 * One text for each friend, any `need` of which give the words back. Whoever has fewer learns nothing at all.
 * Throws RECOVERY_COUNT, IDENTITY_WORDS.
 */
export async function splitWords(
  { words, friends, need }: { words: string; friends: number; need: number },
  random: Random,
): Promise<string[]> {
  if (need < 2 || friends < need || friends > MAX_FRIENDS)
    throw fail('RECOVERY_COUNT', {
      expected: `2 to ${MAX_FRIENDS} friends, at least 2 of whom and at most all are needed`,
      found: `${need} needed of ${friends}`,
    })
  await accountOfWords(words)
  const text = Buffer.from(words.normalize('NFKD').toLowerCase().trim().split(/\s+/).join(' '))
  const secret = new Uint8Array(SECRET_BYTES)
  secret.set(hashOf(text, HASH_BYTES))
  secret.set(text, HASH_BYTES)
  const group = random.bytes(GROUP_BYTES)
  const shares = await split(secret, friends, need)
  secret.fill(0)
  text.fill(0)
  return shares.map((share) => {
    const body = Buffer.concat([Buffer.from([need, friends]), group, share])
    return SCHEME + encodeZ32(new Uint8Array(Buffer.concat([body, hashOf(body, CHECK_BYTES)])))
  })
}

/** The words. Throws RECOVERY_SHARE, RECOVERY_MIXED, RECOVERY_FEW, RECOVERY_WRONG. */
export async function combineShares(texts: readonly string[]): Promise<string> {
  const shares = texts.map(shareIn)
  const [first] = shares
  if (!first) throw fail('RECOVERY_FEW', { expected: '2 or more', found: '0' })
  const mixed = shares.some(({ group, need }) => group !== first.group || need !== first.need)
  if (mixed) throw fail('RECOVERY_MIXED')
  const distinct = new Map(shares.map(({ bytes }) => [Buffer.from(bytes).toString('hex'), bytes]))
  if (distinct.size < first.need)
    throw fail('RECOVERY_FEW', { expected: `${first.need}`, found: `${distinct.size}` })
  const secret = Buffer.from(await combine([...distinct.values()]).catch(() => new Uint8Array(SECRET_BYTES)))
  const end = secret.indexOf(0, HASH_BYTES)
  const text = secret.subarray(HASH_BYTES, end === -1 ? SECRET_BYTES : end)
  if (text.length === 0 || !secret.subarray(0, HASH_BYTES).equals(hashOf(text, HASH_BYTES)))
    throw fail('RECOVERY_WRONG')
  return text.toString('utf8')
}

/** Spaces and line ends are from whoever wrote it down or printed it. */
function shareIn(text: string): Share {
  const found = text.replaceAll(/\s+/g, '')
  try {
    if (!found.startsWith(SCHEME)) throw new Error('its beginning is missing')
    const bytes = Buffer.from(decodeZ32(found.slice(SCHEME.length)))
    const body = bytes.subarray(0, -CHECK_BYTES)
    if (body.length !== HEAD_BYTES + SECRET_BYTES + 1) throw new Error('a part is missing')
    if (!bytes.subarray(-CHECK_BYTES).equals(hashOf(body, CHECK_BYTES)))
      throw new Error('it has a typing mistake')
    const group = body.subarray(2, HEAD_BYTES).toString('hex')
    return {
      need: body[0] ?? 0,
      friends: body[1] ?? 0,
      group,
      bytes: Uint8Array.from(body.subarray(HEAD_BYTES)),
    }
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error)
    throw fail('RECOVERY_SHARE', { found: `${found.slice(0, SCHEME.length + 6)}…`, reason, cause: error })
  }
}

function hashOf(bytes: Uint8Array, length: number): Buffer {
  const hash = Buffer.alloc(32)
  sodium.crypto_generichash(hash, bytes)
  return hash.subarray(0, length)
}

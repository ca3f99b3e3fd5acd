// The chain of keys of a commons (D1). Every string and every order in here is stored in what people hold:
// a link, a topic, an encrypted block. It is never changed.
import { commonsIdOf } from '@allmende/vocabulary'
import sodium from 'sodium-universal'
import type { CommonsKeys, MirrorKeys } from './contract.ts'

/** Stored: derives keys. */
const CHAIN = 'allmende/commons/1'

const KEY_BYTES = 32

/**
 * Derives everything of a commons from its read key. Whether it is public is part of the derivation, so a
 * link can't be altered from private to public and still meet the same peers.
 *
 * @param readKey 32 random bytes, made when the commons was created
 * @param epoch always 0: an epoch of a private commons has a read key, an id and a topic of its own
 */
export function deriveCommonsKeys(readKey: Uint8Array, isPublic: boolean, epoch = 0): CommonsKeys {
  if (readKey.byteLength !== KEY_BYTES) throw new TypeError(`a read key has ${KEY_BYTES} bytes`)
  const flag = isPublic ? 'public' : 'private'
  const replicateKey = derive(readKey, `${CHAIN} replicate ${flag}`)
  const encryptionKey = derive(readKey, `${CHAIN} blocks ${flag} ${epoch}`)
  return {
    readKey: Uint8Array.from(readKey),
    encryptionKey,
    epoch,
    ...deriveMirrorKeys(replicateKey, isPublic),
  }
}

/** The part of the chain that follows from the replicate key: all that a mirror has. */
export function deriveMirrorKeys(replicateKey: Uint8Array, isPublic: boolean): MirrorKeys {
  if (replicateKey.byteLength !== KEY_BYTES) throw new TypeError(`a replicate key has ${KEY_BYTES} bytes`)
  const topic = derive(replicateKey, `${CHAIN} topic`)
  const id = commonsIdOf(derive(replicateKey, `${CHAIN} id`))
  return { replicateKey: Uint8Array.from(replicateKey), topic, id, isPublic }
}

/**
 * The seed of what members sign with towards a mirror. From the read key, so that whoever has the mirror's link alone
 * can check such a signature and make none.
 */
export function memberSeed(readKey: Uint8Array, isPublic: boolean): Uint8Array {
  return derive(readKey, `${CHAIN} member ${isPublic ? 'public' : 'private'}`)
}

/** Keyed BLAKE2b: one way, so the holder of a later key of the chain learns nothing of an earlier one. */
function derive(key: Uint8Array, purpose: string): Uint8Array {
  const out = new Uint8Array(KEY_BYTES)
  sodium.crypto_generichash(out, new TextEncoder().encode(purpose), key)
  return out
}

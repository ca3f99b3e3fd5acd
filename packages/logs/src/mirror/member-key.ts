import sodium from 'sodium-universal'
import type { CommonsKeys } from '../contract.ts'
import { memberSeed } from '../keys.ts'
import { sign } from '../signature.ts'

const KEY_BYTES = 32
const SECRET_BYTES = 64

/** What every member of a commons signs with towards its mirrors: it shows that one has the read key, not who one is. */
export type MemberKey = { readonly publicKey: Uint8Array; sign(message: Uint8Array): Uint8Array }

export function memberKeyOf({ readKey, isPublic }: Pick<CommonsKeys, 'readKey' | 'isPublic'>): MemberKey {
  const publicKey = new Uint8Array(KEY_BYTES)
  const secretKey = new Uint8Array(SECRET_BYTES)
  sodium.crypto_sign_seed_keypair(publicKey, secretKey, memberSeed(readKey, isPublic))
  return {
    publicKey,
    sign: (message) => sign(secretKey, message),
  }
}

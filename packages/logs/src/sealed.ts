import { type DeviceId, keyBytes, type PersonId } from '@allmende/vocabulary'
import sodium from 'sodium-universal'
import { type DeviceSecrets, rootOf } from './identity.ts'

/** Bytes that a seal adds: a key made for it, and its check. */
const SEAL_BYTES = 48
const KEY_BYTES = 32

/**
 * Seals a secret to one device: only that device opens it, and nobody can tell who sealed it. The key that the device signs
 * with is turned into one for sealing, as libsodium does it.
 */
export function sealTo(device: DeviceId, secret: Uint8Array): Uint8Array {
  const sealed = new Uint8Array(secret.length + SEAL_BYTES)
  sodium.crypto_box_seal(sealed, secret, boxKeyOf(keyBytes(device)))
  return sealed
}

/** Seals a secret to the person's root: only whoever has the 24 words opens it, and none of the person's devices by itself. */
export function sealToRoot(person: PersonId, secret: Uint8Array): Uint8Array {
  return sealTo(person as unknown as DeviceId, secret)
}

/** What was sealed to the root of these words, each; null for anything else. Errors: IDENTITY_WORDS. */
export async function unsealAsRoot(
  words: string,
  sealed: readonly Uint8Array[],
): Promise<(Uint8Array | null)[]> {
  const root = await rootOf(words)
  try {
    return sealed.map((one) => unseal({ keyPair: root.identityKeyPair }, one))
  } finally {
    root.clear()
  }
}

/** What was sealed to this device; null for anything else, however it is malformed. */
export function unseal({ keyPair }: Pick<DeviceSecrets, 'keyPair'>, sealed: Uint8Array): Uint8Array | null {
  if (sealed.length < SEAL_BYTES) return null
  const secretKey = new Uint8Array(KEY_BYTES)
  sodium.crypto_sign_ed25519_sk_to_curve25519(secretKey, keyPair.secretKey)
  const secret = new Uint8Array(sealed.length - SEAL_BYTES)
  const opened = sodium.crypto_box_seal_open(secret, sealed, boxKeyOf(keyPair.publicKey), secretKey)
  secretKey.fill(0)
  return opened ? secret : null
}

function boxKeyOf(publicKey: Uint8Array): Uint8Array {
  const key = new Uint8Array(KEY_BYTES)
  sodium.crypto_sign_ed25519_pk_to_curve25519(key, publicKey)
  return key
}

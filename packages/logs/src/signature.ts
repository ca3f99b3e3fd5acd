import sodium from 'sodium-universal'

export const SIGNATURE_BYTES = 64
const KEY_BYTES = 32

/**
 * Signs bytes with an Ed25519 key. They begin with a purpose, or a signature made for one thing would do for another.
 * @param secretKey 64 bytes, as libsodium has them
 */
export function sign(secretKey: Uint8Array, statement: Uint8Array): Uint8Array {
  const signature = new Uint8Array(SIGNATURE_BYTES)
  sodium.crypto_sign_detached(signature, statement, secretKey)
  return signature
}

/** Whether the holder of that key signed these very bytes. Never throws: what has no form is no signature. */
export function isSigned(publicKey: Uint8Array, statement: Uint8Array, signature: Uint8Array): boolean {
  if (signature.length !== SIGNATURE_BYTES || publicKey.length !== KEY_BYTES) return false
  try {
    return sodium.crypto_sign_verify_detached(signature, statement, publicKey)
  } catch {
    return false
  }
}

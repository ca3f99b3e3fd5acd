import type { KeyPair } from '@allmende/transports'
import { keyBytes, type NodeId } from '@allmende/vocabulary'
import sodium from 'sodium-universal'

export const SIGNATURE_BYTES = 64

/** Signs as this node. The bytes begin with a purpose, or a signature made for one thing would do for another. */
export function signAsNode(keyPair: KeyPair, statement: Uint8Array): Uint8Array {
  const signature = new Uint8Array(SIGNATURE_BYTES)
  sodium.crypto_sign_detached(signature, statement, keyPair.secretKey)
  return signature
}

/** Whether the node of that id signed these very bytes. Never throws. */
export function isSignedBy(node: NodeId, statement: Uint8Array, signature: Uint8Array): boolean {
  if (signature.length !== SIGNATURE_BYTES) return false
  try {
    return sodium.crypto_sign_verify_detached(signature, statement, keyBytes(node))
  } catch {
    return false
  }
}

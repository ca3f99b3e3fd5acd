import { isSigned, sign } from '@allmende/logs'
import type { KeyPair } from '@allmende/transports'
import { keyBytes, type NodeId } from '@allmende/vocabulary'

/** Signs as this node. The bytes begin with a purpose, or a signature made for one thing would do for another. */
export function signAsNode({ secretKey }: KeyPair, statement: Uint8Array): Uint8Array {
  return sign(secretKey, statement)
}

/** Whether the node of that id signed these very bytes. Never throws. */
export function isSignedBy(node: NodeId, statement: Uint8Array, signature: Uint8Array): boolean {
  try {
    return isSigned(keyBytes(node), statement, signature)
  } catch {
    // What a peer gives as an id may be none.
    return false
  }
}

/**
 * Which of two connections of the same node stays. One side alone decides, the one with the greater key: if both did, each
 * could keep another one and both would be gone. The other side uses what it has until the decider closes one.
 */
export function decidesHere(ownKey: Uint8Array, remoteKey: Uint8Array): boolean {
  return Buffer.compare(ownKey, remoteKey) > 0
}

/**
 * Of two that came up together, the same one whatever the order they were seen in. With an older one it isn't asked: a
 * living older one stays, so that what runs on it isn't cut, and a dead one goes.
 */
export function smallerHandshake(a: Uint8Array, b: Uint8Array): 'a' | 'b' {
  return Buffer.compare(a, b) <= 0 ? 'a' : 'b'
}

import { createHash } from 'node:crypto'
import { type CoreKey, keyBytes } from '@allmende/vocabulary'

export const NONCE_BYTES = 16
const ACTOR_BYTES = 16

/**
 * The actor under which a session's changes stand: the first 16 bytes of BLAKE2b over the key of the author's edits
 * core and the nonce of the session. Whoever reads the log can check it; nobody can write under another's.
 *
 * WARNING: stored in every change.
 */
export function deriveActor(core: CoreKey, nonce: Uint8Array): string {
  const hash = createHash('blake2b512').update(keyBytes(core)).update(nonce).digest()
  return hash.subarray(0, ACTOR_BYTES).toString('hex')
}

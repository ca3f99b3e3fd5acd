import NoiseSecretStream from '@hyperswarm/secret-stream'
import type { KeyPair } from './contract.ts'
import { fail } from './errors.ts'

/**
 * The key pair a node shows on every transport. The same 32-byte seed gives the same node.
 * @throws TransportError TRANSPORT_SEED
 */
export function nodeKeyPair(seed: Uint8Array): KeyPair {
  if (seed.length !== 32)
    throw fail('TRANSPORT_SEED', { expected: '32 bytes', found: `${seed.length} bytes` })
  return NoiseSecretStream.keyPair(seed)
}

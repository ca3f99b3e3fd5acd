import { createHmac, timingSafeEqual } from 'node:crypto'

// On the wire between all versions: changing one of these strings makes nodes strangers to each other.
const CHANNEL = 'allmende/commons/1/channel'
const PROOF = 'allmende/commons/1/proof'

export type Role = 'initiator' | 'responder'

/**
 * The name of a commons' channel on one connection. Made from the *replicate key*, not from the topic: the topic is
 * known to every DHT node that was asked for it, and who could compute the name could find out who is in the commons.
 */
export function channelId(replicateKey: Uint8Array, handshakeHash: Uint8Array): Uint8Array {
  return mac(replicateKey, CHANNEL, handshakeHash)
}

/** Shows that one has the key, on this connection and in this role: not to be replayed, passed on or reflected. */
export function prove(replicateKey: Uint8Array, handshakeHash: Uint8Array, role: Role): Uint8Array {
  return mac(replicateKey, `${PROOF}/${role}`, handshakeHash)
}

/** Whether `proof` is the one the other side must give. In constant time. */
export function proves(
  proof: Uint8Array,
  replicateKey: Uint8Array,
  handshakeHash: Uint8Array,
  role: Role,
): boolean {
  const expected = prove(replicateKey, handshakeHash, role)
  return proof.length === expected.length && timingSafeEqual(proof, expected)
}

function mac(key: Uint8Array, purpose: string, handshakeHash: Uint8Array): Uint8Array {
  return createHmac('sha256', key).update(purpose).update('\0').update(handshakeHash).digest()
}

// What a device says beside its logs, in its person's name: listings, who joined by a code. Verified by anybody.
import { deviceIdOf, MAX_PROOF_BYTES, personIdOf } from '@allmende/vocabulary'
import IdentityKey from 'keet-identity-key'
import type { Identity } from './contract.ts'
import type { DeviceSecrets } from './identity.ts'

/**
 * The layout of keet-identity-key's proofs: version 1 · epoch 8 · identity 32 · links of the chain 1 · (device 32,
 * signature 64) each · flags 1 · signature 64. Exactly one link: a device could attest further devices without the
 * root, and such chains are refused. Exactly this length: the library ignores bytes behind the end.
 */
const PROOF = { bytes: 1 + 8 + 32 + 1 + 96 + 1 + 64, version: 0, links: 41, flags: 138 } as const

/** Signs as a device of its person. The statement begins with a purpose, or it would do for another. */
export function attestAsDevice(identity: DeviceSecrets, statement: Uint8Array): Uint8Array {
  return new Uint8Array(IdentityKey.attestData(statement, identity.keyPair, Buffer.from(identity.proof)))
}

/** Which device of whom signed these very bytes; null when nobody did. Never throws. */
export function attestedBy(statement: Uint8Array, proof: Uint8Array): Identity | null {
  if (!hasDeviceForm(proof)) return null
  try {
    const verified = IdentityKey.verify(Buffer.from(proof), Buffer.from(statement))
    if (verified === null) return null
    const { identityPublicKey, devicePublicKey } = verified
    return {
      person: personIdOf(new Uint8Array(identityPublicKey)),
      device: deviceIdOf(new Uint8Array(devicePublicKey)),
    }
  } catch {
    // `verify` throws on what it can't parse.
    return null
  }
}

/** Whether a proof has the one form that is allowed: root, device, statement. */
export function hasDeviceForm(proof: Uint8Array): boolean {
  return (
    proof.length <= MAX_PROOF_BYTES &&
    proof.length === PROOF.bytes &&
    proof[PROOF.version] === 1 &&
    proof[PROOF.links] === 1 &&
    proof[PROOF.flags] === 1
  )
}

// What only the root may say, beside which devices there are: it is signed with the words in hand and verified by anybody.
import { keyBytes, personIdOf, type PersonId } from '@allmende/vocabulary'
import IdentityKey from 'keet-identity-key'
import { fail } from './errors.ts'
import { rootOf } from './identity.ts'

/** The layout of keet-identity-key's proofs (see attest-device.ts) with no link: the root itself signed. */
const PROOF = { bytes: 1 + 8 + 32 + 1 + 1 + 64, version: 0, links: 41, flags: 42 } as const

/**
 * Signs as the root of `person`. The statement begins with a purpose, or a signature made for one thing would do for
 * another. Errors: IDENTITY_WORDS, IDENTITY_OTHER.
 */
export async function attestAsRoot(
  person: PersonId,
  words: string,
  statement: Uint8Array,
): Promise<Uint8Array> {
  const root = await rootOf(words)
  try {
    const found = personIdOf(new Uint8Array(root.identityPublicKey))
    if (found !== person) throw fail('IDENTITY_OTHER', { expected: person, found })
    return new Uint8Array(IdentityKey.attestData(statement, root.identityKeyPair))
  } finally {
    root.clear()
  }
}

/** Whether the root of `person` signed these very bytes. Never throws. */
export function isAttestedByRoot(person: PersonId, statement: Uint8Array, proof: Uint8Array): boolean {
  const formed =
    proof.length === PROOF.bytes &&
    proof[PROOF.version] === 1 &&
    proof[PROOF.links] === 0 &&
    proof[PROOF.flags] === 1
  if (!formed) return false
  try {
    const key = Buffer.from(keyBytes(person))
    const expected = { expectedIdentity: key, expectedDevice: key }
    return IdentityKey.verify(Buffer.from(proof), Buffer.from(statement), expected) !== null
  } catch {
    // `verify` throws on what it can't parse.
    return false
  }
}

import { deviceIdOf, keyBytes, personIdOf, type DeviceId, type PersonId } from '@allmende/vocabulary'
import IdentityKey from 'keet-identity-key'
import { join } from 'node:path'
import sodium from 'sodium-universal'
import { accountOf, storeAccount } from './account.ts'
import type { AccountKeys } from './contract.ts'
import { makeFolder, readIfThere, writeDurably } from './durable-file.ts'
import { fail } from './errors.ts'

export type DeviceSecrets = {
  person: PersonId
  device: DeviceId
  keyPair: { publicKey: Uint8Array; secretKey: Uint8Array }
  /** The person's root attests this device. */
  proof: Uint8Array
}

/** WARNING: stored. */
const FILE = 'device.json'

/** As many as one is made with. */
const WORDS = 24

/** What a device has of its person: keys of its own, and the account. */
export type Joined = { identity: DeviceSecrets; account: AccountKeys }

/** Makes a person: 24 words, and this computer as their first device. The root lives only in the words. */
export async function createIdentity(folder: string): Promise<Joined & { words: string }> {
  const words = IdentityKey.generateMnemonic()
  return { ...(await joinPerson(folder, words)), words }
}

/** Makes this computer a further device of the person of the words. Errors: IDENTITY_WORDS. */
export async function restoreIdentity(folder: string, words: string): Promise<Joined> {
  return joinPerson(folder, words)
}

/** The account of the words, for a home from before there were any. Errors: IDENTITY_WORDS, IDENTITY_OTHER. */
export async function takeAccount(folder: string, person: PersonId, words: string): Promise<AccountKeys> {
  const root = await rootOf(words)
  try {
    const found = personIdOf(new Uint8Array(root.identityPublicKey))
    if (found !== person) throw fail('IDENTITY_OTHER', { expected: person, found })
    const account = accountOf(root)
    await storeAccount(folder, account)
    return account
  } finally {
    root.clear()
  }
}

export async function loadIdentity(folder: string): Promise<DeviceSecrets | null> {
  const path = join(folder, FILE)
  const bytes = await readIfThere(path)
  if (bytes === null) return null
  try {
    return check(parse(bytes.toString('utf8')))
  } catch (error) {
    throw fail('IDENTITY_DAMAGED', { path, reason: String(error), cause: error })
  }
}

async function joinPerson(folder: string, words: string): Promise<Joined> {
  const root = await rootOf(words)
  try {
    const keyPair = deviceKeyPair()
    const proof = await root.bootstrap(Buffer.from(keyPair.publicKey))
    const identity: DeviceSecrets = {
      person: personIdOf(new Uint8Array(root.identityPublicKey)),
      device: deviceIdOf(keyPair.publicKey),
      keyPair,
      proof: new Uint8Array(proof),
    }
    const account = accountOf(root)
    await makeFolder(folder)
    // First the account: were we stopped between the two, there would be a person whose account nobody could make without the words.
    await storeAccount(folder, account)
    await writeDurably(join(folder, FILE), format(identity))
    return { identity, account }
  } finally {
    root.clear()
  }
}

/** The account that the words give; nothing is stored. Errors: IDENTITY_WORDS. */
export async function accountOfWords(words: string): Promise<AccountKeys> {
  const root = await rootOf(words)
  try {
    return accountOf(root)
  } finally {
    root.clear()
  }
}

/** The caller clears it. */
export async function rootOf(words: string): Promise<IdentityKey> {
  const mnemonic = words.normalize('NFKD').toLowerCase().trim().split(/\s+/).join(' ')
  try {
    return await IdentityKey.from({ mnemonic })
  } catch (error) {
    throw fail('IDENTITY_WORDS', { reason: faultOf(mnemonic.split(' ').length), cause: error })
  }
}

/** In words for whoever has a slip of paper; never a word itself, since errors are shown and written down. */
function faultOf(words: number): string {
  if (words !== WORDS) return `there are ${words} words, and ${WORDS} are needed`
  return 'one of them is misspelt or another word, or their order is another'
}

/** Straight from the system's randomness: a key must not depend on a parameter that a test may have seeded. */
export function deviceKeyPair(): { publicKey: Uint8Array; secretKey: Uint8Array } {
  const publicKey = new Uint8Array(32)
  const secretKey = new Uint8Array(64)
  sodium.crypto_sign_keypair(publicKey, secretKey)
  return { publicKey, secretKey }
}

function format(identity: DeviceSecrets): string {
  const hex = (bytes: Uint8Array) => Buffer.from(bytes).toString('hex')
  const { person, device, keyPair, proof } = identity
  return `${JSON.stringify({ version: 1, person, device, secretKey: hex(keyPair.secretKey), proof: hex(proof) }, null, 2)}\n`
}

function parse(text: string): DeviceSecrets {
  const { person, device, secretKey, proof } = JSON.parse(text) as Record<string, string>
  const bytes = (hex: string | undefined) => new Uint8Array(Buffer.from(hex ?? '', 'hex'))
  return {
    person: person as PersonId,
    device: device as DeviceId,
    keyPair: { publicKey: keyBytes(device as DeviceId), secretKey: bytes(secretKey) },
    proof: bytes(proof),
  }
}

function check(identity: DeviceSecrets): DeviceSecrets {
  const { keyPair } = identity
  // The second half of an Ed25519 secret key is its public key.
  if (Buffer.compare(keyPair.secretKey.subarray(32), keyPair.publicKey) !== 0)
    throw new Error('the keys do not match')
  const verified = IdentityKey.verify(Buffer.from(identity.proof), null, {
    expectedIdentity: Buffer.from(keyBytes(identity.person)),
    expectedDevice: Buffer.from(keyPair.publicKey),
  })
  if (verified === null) throw new Error('the person does not attest this device')
  return identity
}

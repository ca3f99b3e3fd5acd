// The account of a person: what the 24 words give beside the root, so that a list of one's commons is found from them.
import IdentityKey from 'keet-identity-key'
import { join } from 'node:path'
import sodium from 'sodium-universal'
import type { AccountKeys } from './contract.ts'
import { readIfThere, writeDurably } from './durable-file.ts'
import { fail } from './errors.ts'

/** WARNING: derives keys. */
const PURPOSE = 'allmende/account/1'

const KEY_BYTES = 32

/** WARNING: stored. */
const FILE = 'account.json'

/**
 * The account of whoever has the words. From the seed by its own branch (SLIP-0021), which shares nothing but the seed with the
 * root's: who has the account can't sign as the root, nor attest a device.
 */
export function accountOf(root: IdentityKey): AccountKeys {
  const label = new Uint8Array(KEY_BYTES)
  sodium.crypto_generichash(label, Buffer.from(PURPOSE))
  return accountFrom(new Uint8Array(root.getEncryptionKey(Buffer.from(label))))
}

/** Where those meet who look for an account or keep its document. Whoever keeps it knows its public key, nobody else. */
export function accountTopic(publicKey: Uint8Array): Uint8Array {
  return derive(publicKey, `${PURPOSE} topic`)
}

function accountFrom(secret: Uint8Array): AccountKeys {
  const publicKey = new Uint8Array(KEY_BYTES)
  const secretKey = new Uint8Array(64)
  sodium.crypto_sign_seed_keypair(publicKey, secretKey, derive(secret, `${PURPOSE} sign`))
  const encryptionKey = derive(secret, `${PURPOSE} encrypt`)
  return { secret, publicKey, secretKey, encryptionKey, topic: accountTopic(publicKey) }
}

export async function storeAccount(folder: string, { secret }: AccountKeys): Promise<void> {
  const text = JSON.stringify({ version: 1, secret: Buffer.from(secret).toString('hex') }, null, 2)
  await writeDurably(join(folder, FILE), `${text}\n`)
}

/** Null for a home from before there were accounts. */
export async function loadAccount(folder: string): Promise<AccountKeys | null> {
  const path = join(folder, FILE)
  const bytes = await readIfThere(path)
  if (bytes === null) return null
  try {
    const { secret } = JSON.parse(bytes.toString('utf8')) as { secret?: string }
    const found = new Uint8Array(Buffer.from(secret ?? '', 'hex'))
    if (found.length !== KEY_BYTES) throw new Error(`expected ${KEY_BYTES} bytes, found ${found.length}`)
    return accountFrom(found)
  } catch (error) {
    throw fail('IDENTITY_DAMAGED', { path, reason: String(error), cause: error })
  }
}

function derive(key: Uint8Array, purpose: string): Uint8Array {
  const out = new Uint8Array(KEY_BYTES)
  sodium.crypto_generichash(out, Buffer.from(purpose), key)
  return out
}

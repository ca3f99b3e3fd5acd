// The account's document as others keep it: nobody without the words can read it, and nobody but its owner can make a newer one.
import { promisify } from 'node:util'
import { deflateRaw, inflateRaw } from 'node:zlib'
import { type AccountKeys, isSigned, sign, SIGNATURE_BYTES } from '@allmende/logs'
import { decodeCbor, encodeCbor, type Random } from '@allmende/vocabulary'
import sodium from 'sodium-universal'
import { fail } from '../errors.ts'
import { type AccountDocument, readDocument } from './document.ts'

/** WARNING: signed. */
const PURPOSE = 'allmende/account-document/1'

/** As large as a keeper takes: some 300 commons on some devices. */
export const MAX_ENVELOPE_BYTES = 64 * 1024
/** Of the document itself: it shrinks by half, and something that grows a hundredfold is none of ours. */
const MAX_DOCUMENT_BYTES = 1024 * 1024
/** The size says little of how many commons somebody has. */
const PADDING_BYTES = 1024
const NONCE_BYTES = 24
const MAC_BYTES = 16
const LENGTH_BYTES = 4

/** What is in clear: whose it is, and which of two is newer. */
export type Envelope = {
  readonly account: Uint8Array
  readonly version: number
  readonly sealed: Uint8Array
  readonly signature: Uint8Array
  /** All of it, as it is kept and sent. */
  readonly bytes: Uint8Array
  /** Of `bytes`: two of the same version can be told apart. */
  readonly hash: Uint8Array
}

const deflate = promisify(deflateRaw)
const inflate = promisify(inflateRaw)

/** Throws ACCOUNT_TOO_LARGE. */
export async function sealDocument(
  account: AccountKeys,
  document: AccountDocument,
  random: Random,
): Promise<Envelope> {
  const packed = await deflate(encodeCbor(document))
  const length = LENGTH_BYTES + packed.length
  const plain = Buffer.alloc(Math.ceil(length / PADDING_BYTES) * PADDING_BYTES)
  plain.writeUInt32BE(packed.length)
  plain.set(packed, LENGTH_BYTES)
  const nonce = random.bytes(NONCE_BYTES)
  const cipher = new Uint8Array(plain.length + MAC_BYTES)
  sodium.crypto_secretbox_easy(cipher, plain, nonce, account.encryptionKey)
  const sealed = new Uint8Array(Buffer.concat([nonce, cipher]))
  const { version } = document
  const signature = sign(account.secretKey, statement(account.publicKey, version, sealed))
  const bytes = encodeCbor({ v: 1, account: account.publicKey, version, sealed, signature })
  if (bytes.length > MAX_ENVELOPE_BYTES)
    throw fail('ACCOUNT_TOO_LARGE', { expected: `${MAX_ENVELOPE_BYTES} bytes`, found: `${bytes.length}` })
  return { account: account.publicKey, version, sealed, signature, bytes, hash: hashOf(bytes) }
}

/** Null for what is too large, has another form, or wasn't signed by the account it names. Never throws. */
export function readEnvelope(bytes: Uint8Array): Envelope | null {
  if (bytes.length > MAX_ENVELOPE_BYTES) return null
  try {
    const { v, account, version, sealed, signature } = decodeCbor(bytes) as Record<string, unknown>
    const formed =
      v === 1 &&
      isBytes(account, 32) &&
      isBytes(signature, SIGNATURE_BYTES) &&
      sealed instanceof Uint8Array &&
      Number.isSafeInteger(version) &&
      (version as number) > 0
    if (!formed) return null
    const signed = statement(account, version as number, sealed)
    if (!isSigned(account, signed, signature)) return null
    return { account, version: version as number, sealed, signature, bytes, hash: hashOf(bytes) }
  } catch {
    return null
  }
}

/** Throws ACCOUNT_UNREADABLE for another account's, and for what whoever has the key made wrong. */
export async function openEnvelope(account: AccountKeys, envelope: Envelope): Promise<AccountDocument> {
  try {
    const nonce = envelope.sealed.subarray(0, NONCE_BYTES)
    const cipher = envelope.sealed.subarray(NONCE_BYTES)
    const plain = Buffer.alloc(Math.max(0, cipher.length - MAC_BYTES))
    if (!sodium.crypto_secretbox_open_easy(plain, cipher, nonce, account.encryptionKey))
      throw new Error('it was sealed with another key')
    const length = plain.readUInt32BE()
    const packed = plain.subarray(LENGTH_BYTES, LENGTH_BYTES + length)
    const document = readDocument(await inflate(packed, { maxOutputLength: MAX_DOCUMENT_BYTES }))
    if (document.version !== envelope.version) throw new Error('its version is another inside')
    return document
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error)
    throw fail('ACCOUNT_UNREADABLE', { reason, cause: error })
  }
}

/** Fixed lengths behind the purpose, so that no part can be read as another. */
function statement(account: Uint8Array, version: number, sealed: Uint8Array): Uint8Array {
  const number = Buffer.alloc(8)
  number.writeBigUInt64BE(BigInt(version))
  return Buffer.concat([Buffer.from(`${PURPOSE}\n`), account, number, hashOf(sealed)])
}

function hashOf(bytes: Uint8Array): Uint8Array {
  const hash = new Uint8Array(32)
  sodium.crypto_generichash(hash, bytes)
  return hash
}

function isBytes(value: unknown, length: number): value is Uint8Array {
  return value instanceof Uint8Array && value.length === length
}

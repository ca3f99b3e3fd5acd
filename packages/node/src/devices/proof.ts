import { type AccountKeys, isSigned, sign } from '@allmende/logs'
import sodium from 'sodium-universal'

/** WARNING: signed. */
const PURPOSE = 'allmende/account-proof/1'
/** WARNING: signed. */
const BY_CODE = 'allmende/device-by-code/1'

/** The connection it is said on, and by which side: a proof is worth nothing on another, nor sent back. */
export type Side = { readonly handshakeHash: Uint8Array; readonly isInitiator: boolean }

/**
 * "I hold this account", for whoever keeps its document. The tag names the account to those only who know its public key, and is
 * another on every connection: somebody else can't even tell that the same person came again.
 */
export function proveAccount(
  { publicKey, secretKey }: AccountKeys,
  side: Side,
): { tag: Uint8Array; signature: Uint8Array } {
  return { tag: tagOf(publicKey, side), signature: sign(secretKey, statement(publicKey, side)) }
}

/** What the side calls the account of this public key. */
export function tagOf(publicKey: Uint8Array, side: Side): Uint8Array {
  const tag = new Uint8Array(32)
  sodium.crypto_generichash(tag, statement(publicKey, side), publicKey)
  return tag
}

/** Never throws. */
export function provesAccount(publicKey: Uint8Array, side: Side, signature: Uint8Array): boolean {
  return isSigned(publicKey, statement(publicKey, side), signature)
}

/** "I have the words that you are of", said over a code on this one connection. It names neither the account nor the person. */
export function proveOwnDevice({ publicKey, secretKey }: AccountKeys, handshakeHash: Uint8Array): Uint8Array {
  return sign(secretKey, byCode(publicKey, handshakeHash))
}

/** Never throws. */
export function provesOwnDevice(
  publicKey: Uint8Array,
  handshakeHash: Uint8Array,
  signature: Uint8Array,
): boolean {
  return isSigned(publicKey, byCode(publicKey, handshakeHash), signature)
}

function byCode(publicKey: Uint8Array, handshakeHash: Uint8Array): Uint8Array {
  return Buffer.concat([Buffer.from(`${BY_CODE}\n`), publicKey, handshakeHash])
}

function statement(publicKey: Uint8Array, { handshakeHash, isInitiator }: Side): Uint8Array {
  return Buffer.concat([
    Buffer.from(`${PURPOSE}\n`),
    publicKey,
    Buffer.from([isInitiator ? 1 : 0]),
    handshakeHash,
  ])
}

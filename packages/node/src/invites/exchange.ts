// What two nodes say to each other over a code, without a connection: which inputs, which keys, what is sealed with them.
import { createCipheriv, createDecipheriv, createHash, hkdfSync } from 'node:crypto'
import type { InviteCode } from '@allmende/vocabulary'
import {
  confirmation,
  type CpaceInputs,
  type CpaceRun,
  lvCat,
  scalarMultVfy,
  sessionKey,
  transcriptIr,
} from './cpace.ts'

/** WARNING: on the wire; derives topics and keys. */
export const INVITE_PROTOCOL = 'allmende/invite/1'

const KEY_BYTES = 32
const NONCE_BYTES = 12
const SEAL_BYTES = 16

/** The two ends of one connection: their keys in their roles, and what is the same for both and on no other connection. */
export type Ends = {
  readonly inviter: Uint8Array
  readonly joiner: Uint8Array
  readonly handshakeHash: Uint8Array
}

/** What both sides hold once the words were the same. */
export type Agreed = {
  /** What the joiner sends to show it, and the inviter after that. */
  readonly joinerTag: Uint8Array
  readonly inviterTag: Uint8Array
  readonly toJoiner: Uint8Array
  readonly toInviter: Uint8Array
}

/** Where those with a code of this number meet. Made from the number alone: nothing of the words is in it. */
export function meetingPlace(number: number): Uint8Array {
  return new Uint8Array(createHash('sha256').update(`${INVITE_PROTOCOL} meeting\n${number}`).digest())
}

/**
 * The connection is part of what both have to agree on: whoever passes messages on between two connections has two
 * handshakes, and the two ends come to different keys. So are the roles, or a message could be sent back.
 */
export function inputsOf(
  { number, words }: InviteCode,
  { inviter, joiner, handshakeHash }: Ends,
): CpaceInputs {
  return {
    PRS: Buffer.from(words.join(' ')),
    CI: lvCat(Buffer.from(`${INVITE_PROTOCOL} ${number}`), inviter, joiner),
    sid: handshakeHash,
  }
}

/** The keys, once the other side's message is here. Null when that is no element: the exchange is over then. */
export function agree(
  inputs: CpaceInputs,
  run: CpaceRun,
  theirs: Uint8Array,
  role: 'joiner' | 'inviter',
): Agreed | null {
  const { sid } = inputs
  const K = scalarMultVfy(run.y, theirs)
  if (K === null) return null
  const [Ya, Yb] = role === 'joiner' ? [run.Y, theirs] : [theirs, run.Y]
  const isk = sessionKey(sid, K, transcriptIr(Ya, Yb))
  const key = (use: string) =>
    new Uint8Array(hkdfSync('sha512', isk, sid, `${INVITE_PROTOCOL} ${use}`, KEY_BYTES))
  return {
    joinerTag: confirmation(sid, isk, Ya),
    inviterTag: confirmation(sid, isk, Yb),
    toJoiner: key('to the joiner'),
    toInviter: key('to the inviter'),
  }
}

/** Seals the message of that number; each number is used once with a key, and the keys are of one connection. */
export function seal(key: Uint8Array, number: number, bytes: Uint8Array): Uint8Array {
  const cipher = createCipheriv('chacha20-poly1305', key, nonceOf(number), { authTagLength: SEAL_BYTES })
  return Buffer.concat([cipher.update(bytes), cipher.final(), cipher.getAuthTag()])
}

/** Null for anything that wasn't sealed with this key and number. */
export function unseal(key: Uint8Array, number: number, sealed: Uint8Array): Uint8Array | null {
  if (sealed.length < SEAL_BYTES) return null
  const end = sealed.length - SEAL_BYTES
  const opener = createDecipheriv('chacha20-poly1305', key, nonceOf(number), { authTagLength: SEAL_BYTES })
  try {
    opener.setAuthTag(sealed.subarray(end))
    return Buffer.concat([opener.update(sealed.subarray(0, end)), opener.final()])
  } catch {
    return null
  }
}

/** What the joiner's device signs: that this person came by this very exchange. */
export function joinedStatement(handshakeHash: Uint8Array): Uint8Array {
  return Buffer.concat([Buffer.from(`${INVITE_PROTOCOL} joined\n`), handshakeHash])
}

function nonceOf(number: number): Uint8Array {
  const nonce = Buffer.alloc(NONCE_BYTES)
  nonce.writeUInt32LE(number)
  return nonce
}

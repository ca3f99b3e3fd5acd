import { attestedBy } from '@allmende/logs'
import { type InviteState, inviteState, MAX_WRONG_WORDS, triesLeft } from '@allmende/rules'
import type { KeyPair } from '@allmende/transports'
import type { Rate, Talk } from '@allmende/sync'
import {
  type Clock,
  type InviteCode,
  keyBytes,
  type NodeId,
  parseInviteCode,
  type PersonId,
  type Random,
  type RecordId,
  writeInviteCode,
} from '@allmende/vocabulary'
import { beginCpace, sameTag } from './cpace.ts'
import { agree, type Agreed, inputsOf, joinedStatement, seal, unseal } from './exchange.ts'
import { type Grant, readJoined, writeGrant } from './grant.ts'
import { type Message, writeMessage } from './messages.ts'

/** A code that was given out, and what has happened with it. */
export type Invite = {
  readonly code: InviteCode
  readonly grant: Grant
  /** Null: it is for a further device of whoever made it. */
  readonly commons: string | null
  readonly thing: RecordId | null
  readonly uses: number
  readonly expires: number
  used: number
  wrong: number
  cancelled: boolean
  readonly joined: { person: PersonId | null; at: number; vouched: boolean }[]
  /** Who came by a code for a device, and whether they showed that they have the same account. */
  readonly devices: { readonly node: NodeId; readonly at: number; readonly own: boolean }[]
}

/** The newest of some invites with a code, however that was typed. Throws INVITE_CODE_…. */
export function inviteWith<Kind extends Invite>(
  invites: readonly Kind[],
  text: string,
): { code: string; invite: Kind | undefined } {
  const code = writeInviteCode(parseInviteCode(text))
  return { code, invite: invites.findLast((one) => writeInviteCode(one.code) === code) }
}

export function stateOf(invite: Invite, now: number): InviteState {
  return inviteState(invite, now)
}

type Dependencies = {
  readonly keyPair: KeyPair
  readonly clock: Clock
  readonly random: Random
  readonly invites: readonly Invite[]
  /** How fast codes are answered over all connections together. */
  readonly pace: Rate
  /** Notes the one who came; true when they were vouched for. */
  readonly welcome: (invite: Invite, person: PersonId | null) => Promise<boolean>
  /** Whether this is a proof of our own account, made for this very connection. */
  readonly provesOwn: (handshakeHash: Uint8Array, proof: Uint8Array) => boolean
  /** Something has changed with a code: it may have come to its end. */
  readonly changed: (invite: Invite) => void
}

type Stage =
  | { readonly at: 'quiet' }
  /** Words were asked for: nothing the other side has says yet whether it guesses right. */
  | { readonly at: 'asked'; readonly invite: Invite; readonly agreed: Agreed }
  | { readonly at: 'granted'; readonly invite: Invite; readonly agreed: Agreed }

const QUIET: Stage = { at: 'quiet' }

/** The inviter's side of one connection. */
export class InviterTalk {
  readonly #parts: Dependencies
  readonly #talk: Talk
  #stage: Stage = QUIET

  constructor(parts: Dependencies, talk: Talk) {
    this.#parts = parts
    this.#talk = talk
  }

  onMessage(message: Message): void {
    if (message.type === 'hello') return this.#onHello(message.number, message.share)
    if (message.type === 'proof') return this.#onProof(message.tag)
    if (message.type === 'joined') this.#onJoined(message.sealed)
  }

  #onHello(number: number, share: Uint8Array): void {
    this.#stage = QUIET
    const { keyPair, random, pace } = this.#parts
    const invite = this.#open(number)
    if (!invite || !pace.take(this.#parts.clock.now())) return this.#send({ type: 'none' })
    const ends = {
      inviter: keyPair.publicKey,
      joiner: keyBytes(this.#talk.node),
      handshakeHash: this.#talk.handshakeHash,
    }
    const inputs = inputsOf(invite.code, ends)
    const run = beginCpace(inputs, random)
    const agreed = agree(inputs, run, share, 'inviter')
    if (!agreed) return this.#talk.refuse('a share that is no element')
    this.#talk.want(true)
    this.#stage = { at: 'asked', invite, agreed }
    this.#send({ type: 'share', share: run.Y })
  }

  /** Here alone a guess is judged: every one counts, however many connections it came over, and before the answer goes. */
  #onProof(tag: Uint8Array): void {
    const stage = this.#stage
    this.#stage = QUIET
    if (stage.at !== 'asked') return this.#talk.refuse('a proof that nobody asked for')
    const { invite, agreed } = stage
    // It may have been used, cancelled or killed by somebody else since this one said hello.
    if (stateOf(invite, this.#parts.clock.now()) !== 'open') return this.#send({ type: 'none' })
    if (!sameTag(tag, agreed.joinerTag)) {
      invite.wrong++
      this.#parts.changed(invite)
      return this.#send({ type: 'wrong', left: triesLeft(invite) })
    }
    invite.used++
    this.#stage = { at: 'granted', invite, agreed }
    this.#parts.changed(invite)
    const sealed = seal(agreed.toJoiner, 0, writeGrant(invite.grant))
    this.#send({ type: 'grant', tag: agreed.inviterTag, sealed })
  }

  #onJoined(sealed: Uint8Array): void {
    const stage = this.#stage
    this.#stage = QUIET
    if (stage.at !== 'granted') return this.#talk.refuse('somebody joined by no code')
    const { invite, agreed } = stage
    const bytes = unseal(agreed.toInviter, 0, sealed)
    if (!bytes) return this.#talk.refuse('a seal that is not of this exchange')
    const { proof } = readJoined(bytes)
    const noted = (good: boolean): void =>
      this.#send({ type: 'noted', sealed: seal(agreed.toJoiner, 1, Uint8Array.of(good ? 1 : 0)) })
    if (invite.commons === null) return noted(this.#onDevice(invite, proof))
    const who = proof ? attestedBy(joinedStatement(this.#talk.handshakeHash), proof) : null
    if (proof && !who) return this.#talk.refuse('somebody joined as a person they are not')
    void this.#parts
      .welcome(invite, who?.person ?? null)
      .catch(() => false)
      .then(noted)
  }

  /** Notes which node came. It is told whether it is one's own: with other words it had better begin nothing. */
  #onDevice(invite: Invite, proof: Uint8Array | null): boolean {
    const { clock, provesOwn } = this.#parts
    const own = proof !== null && provesOwn(this.#talk.handshakeHash, proof)
    invite.devices.push({ node: this.#talk.node, at: clock.now(), own })
    return own
  }

  #open(number: number): Invite | undefined {
    const now = this.#parts.clock.now()
    return this.#parts.invites.find(
      (invite) => invite.code.number === number && stateOf(invite, now) === 'open',
    )
  }

  #send(message: Message): void {
    this.#talk.send(writeMessage(message))
  }
}

/** What is told of a code that has come to its end without being used. */
export function endOf(invite: Invite, state: InviteState): string | null {
  const code = writeInviteCode(invite.code)
  if (state === 'dead')
    return `${MAX_WRONG_WORDS} times wrong words were tried for the code ${code}, so it is dead: make a new one, and say it more privately`
  return null
}

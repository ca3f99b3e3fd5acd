import { MAX_SHOWN } from '@allmende/rules'
import type { Talk } from '@allmende/sync'
import type { KeyPair } from '@allmende/transports'
import { type InviteCode, keyBytes, type Random } from '@allmende/vocabulary'
import { fail } from '../errors.ts'
import { beginCpace, type CpaceRun, sameTag } from './cpace.ts'
import { agree, type Agreed, inputsOf, seal, unseal } from './exchange.ts'
import { type Grant, readGrant, writeJoined } from './grant.ts'
import { type Message, writeMessage } from './messages.ts'

/** Somebody else under the number may still have the code after one has said that the words are wrong. */
const OTHERS_MS = 2_000

type Asked = {
  readonly run: CpaceRun
  stage: 'asked' | 'shown' | 'granted' | 'none' | 'over'
  agreed: Agreed | null
}

/** What somebody with a code came by, and how to answer who they are. */
export type Redeemed = {
  readonly grant: Grant
  readonly handshakeHash: Uint8Array
  /** Says who came; resolves to whether they were vouched for, null when that was not heard. */
  answer(proof: Uint8Array | null): Promise<boolean | null>
}

/**
 * One code being tried, over all connections at once. Words are shown to `MAX_SHOWN` nodes at most: whoever only
 * pretends to have the code learns one guess from each.
 */
export class Redemption {
  readonly #code: InviteCode
  readonly #keyPair: KeyPair
  readonly #random: Random
  readonly #asked = new Map<Talk, Asked>()
  readonly #settled = Promise.withResolvers<Redeemed>()
  readonly #noted = Promise.withResolvers<boolean>()
  readonly #shownTo = new Set<string>()
  #deadline: NodeJS.Timeout | null = null
  #granted = false
  #wrong: Error | null = null

  constructor(code: InviteCode, keyPair: KeyPair, random: Random) {
    this.#code = code
    this.#keyPair = keyPair
    this.#random = random
    // Whoever gave up waiting has taken the error already.
    this.#settled.promise.catch(() => undefined)
  }

  get redeemed(): Promise<Redeemed> {
    return this.#settled.promise
  }

  /** Asks a node for the code; again, when it said before that it has none. */
  ask(talk: Talk): void {
    const before = this.#asked.get(talk)
    if (this.#granted) return
    if ((before && before.stage !== 'none') || this.#shownTo.has(talk.node)) return
    const run = beginCpace(this.#inputs(talk), this.#random)
    this.#asked.set(talk, { run, stage: 'asked', agreed: null })
    talk.want(true)
    talk.send(writeMessage({ type: 'hello', number: this.#code.number, share: run.Y }))
  }

  onMessage(talk: Talk, message: Message): void {
    const asked = this.#asked.get(talk)
    if (!asked) return
    if (message.type === 'none') asked.stage = asked.stage === 'asked' ? 'none' : 'over'
    else if (message.type === 'share') this.#onShare(talk, asked, message.share)
    else if (message.type === 'wrong') this.#onWrong(asked, message.left)
    else if (message.type === 'grant') this.#onGrant(talk, asked, message)
    else if (message.type === 'noted') this.#onNoted(asked, message.sealed)
  }

  forget(talk: Talk): void {
    const asked = this.#asked.get(talk)
    this.#asked.delete(talk)
    if (asked?.stage === 'granted') this.#noted.reject(new Error('the connection ended'))
  }

  /** Nobody else is waited for. */
  late(): void {
    this.#settled.reject(this.#wrong ?? fail('INVITE_NOBODY'))
  }

  giveUp(error: unknown): void {
    this.#settled.reject(error)
  }

  end(): void {
    if (this.#deadline) clearTimeout(this.#deadline)
    for (const talk of this.#asked.keys()) talk.want(false)
  }

  #onShare(talk: Talk, asked: Asked, share: Uint8Array): void {
    if (asked.stage !== 'asked') return talk.refuse('a share that nobody asked for')
    asked.stage = 'over'
    if (this.#shownTo.size >= MAX_SHOWN || this.#shownTo.has(talk.node)) return
    asked.agreed = agree(this.#inputs(talk), asked.run, share, 'joiner')
    if (!asked.agreed) return talk.refuse('a share that is no element')
    asked.stage = 'shown'
    this.#shownTo.add(talk.node)
    talk.send(writeMessage({ type: 'proof', tag: asked.agreed.joinerTag }))
  }

  #onWrong(asked: Asked, left: number): void {
    if (asked.stage !== 'shown') return
    asked.stage = 'over'
    const code = left > 0 ? 'INVITE_WRONG' : 'INVITE_DEAD'
    this.#wrong = fail(code, { left: left === 1 ? '1 try is' : `${left} tries are` })
    this.#deadline ??= setTimeout(() => this.late(), OTHERS_MS)
  }

  #onGrant(talk: Talk, asked: Asked, { tag, sealed }: Extract<Message, { type: 'grant' }>): void {
    const { agreed } = asked
    if (asked.stage !== 'shown' || !agreed) return talk.refuse('a grant that nobody asked for')
    asked.stage = 'over'
    const bytes = sameTag(tag, agreed.inviterTag) ? unseal(agreed.toJoiner, 0, sealed) : null
    // It saw a proof of ours and doesn't know the words: no inviter.
    if (!bytes) return talk.refuse('a grant by somebody who does not know the words')
    const grant = readGrant(bytes)
    asked.stage = 'granted'
    this.#granted = true
    this.#noted.promise.catch(() => undefined)
    this.#settled.resolve({
      grant,
      handshakeHash: talk.handshakeHash,
      answer: (proof) => {
        talk.send(writeMessage({ type: 'joined', sealed: seal(agreed.toInviter, 0, writeJoined({ proof })) }))
        return this.#noted.promise.catch(() => null)
      },
    })
  }

  #onNoted(asked: Asked, sealed: Uint8Array): void {
    const bytes = asked.stage === 'granted' && asked.agreed ? unseal(asked.agreed.toJoiner, 1, sealed) : null
    if (bytes) this.#noted.resolve(bytes[0] === 1)
  }

  #inputs(talk: Talk) {
    return inputsOf(this.#code, {
      inviter: keyBytes(talk.node),
      joiner: this.#keyPair.publicKey,
      handshakeHash: talk.handshakeHash,
    })
  }
}

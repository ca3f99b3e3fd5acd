import { type InviteState } from '@allmende/rules'
import { type ConversationEnd, type LinkProtocol, Rate, type Sync, type Talk } from '@allmende/sync'
import type { KeyPair } from '@allmende/transports'
import { type Clock, type InviteCode, type Logger, newInviteCode, type Random } from '@allmende/vocabulary'
import { fail } from '../errors.ts'
import { inBackground } from '../in-background.ts'
import { INVITE_PROTOCOL, meetingPlace } from './exchange.ts'
import { type Invite, InviterTalk, stateOf } from './inviter.ts'
import { Redemption, type Redeemed } from './joiner.ts'
import { MAX_MESSAGE_BYTES, readMessage } from './messages.ts'

/** Codes open at once: each is a place to meet that this node holds. */
const MAX_OPEN = 16
/** Codes that are over are listed as long as somebody may want to know what became of them. */
const MAX_LISTED = 50

/** Of one connection: a code that is tried anew every few seconds stays below. */
const BURST = 24
const PER_SECOND = 1

/** Over all connections: each answer costs some milliseconds of arithmetic. */
const ANSWERS_AT_ONCE = 60
const ANSWERS_PER_SECOND = 5

/** The inviter may open the code a moment after the joiner has typed it. */
const ASK_AGAIN_MS = 2_000

type Dependencies = {
  readonly sync: Pick<Sync, 'converse' | 'meet' | 'part'>
  readonly keyPair: KeyPair
  readonly clock: Clock
  readonly random: Random
  readonly logger: Logger
  readonly welcome: (invite: Invite, person: Invite['joined'][number]['person']) => Promise<boolean>
  readonly provesOwn: (handshakeHash: Uint8Array, proof: Uint8Array) => boolean
  readonly ended: (invite: Invite, state: InviteState) => void
}

/** The codes that were given out here, and the one that is tried here, on every connection. */
export class InviteDesk {
  readonly #parts: Dependencies
  readonly #invites: Invite[] = []
  readonly #timers = new Map<Invite, NodeJS.Timeout>()
  readonly #talks = new Set<Talk>()
  readonly #pace: Rate
  #redemption: Redemption | null = null
  #turn: Promise<unknown> = Promise.resolve()
  #stop: (() => void) | null = null

  constructor(parts: Dependencies) {
    this.#parts = parts
    this.#pace = new Rate(ANSWERS_AT_ONCE, ANSWERS_PER_SECOND, parts.clock.now())
  }

  start(): void {
    const protocol: LinkProtocol = {
      name: INVITE_PROTOCOL,
      maxBytes: MAX_MESSAGE_BYTES,
      burst: BURST,
      perSecond: PER_SECOND,
      open: (talk) => this.#onTalk(talk),
    }
    this.#stop = this.#parts.sync.converse(protocol)
  }

  close(): void {
    this.#stop?.()
    for (const timer of this.#timers.values()) clearTimeout(timer)
    this.#redemption?.late()
  }

  all(): readonly Invite[] {
    return this.#invites
  }

  /** Gives out a code. Throws INVITE_MANY. */
  async open(terms: Pick<Invite, 'grant' | 'commons' | 'thing' | 'uses' | 'expires'>): Promise<Invite> {
    const { clock, random, sync } = this.#parts
    const now = clock.now()
    const open = this.#invites.filter((invite) => stateOf(invite, now) === 'open')
    if (open.length >= MAX_OPEN) throw fail('INVITE_MANY', { expected: String(MAX_OPEN) })
    let code: InviteCode
    do code = newInviteCode(random)
    while (open.some((invite) => invite.code.number === code.number))
    const invite: Invite = { ...terms, code, used: 0, wrong: 0, cancelled: false, joined: [], devices: [] }
    this.#invites.push(invite)
    this.#invites.splice(0, Math.max(0, this.#invites.length - MAX_LISTED))
    await sync.meet(meetingPlace(code.number), { server: true, client: false })
    // The clock of the system may be set meanwhile; what counts is looked up again whenever somebody asks.
    const timer = setTimeout(() => this.#changed(invite), Math.max(0, terms.expires - now))
    timer.unref()
    this.#timers.set(invite, timer)
    return invite
  }

  /** A code that is over stays as it is: it was used, also if somebody tries to end it after that. */
  cancel(invite: Invite): void {
    if (stateOf(invite, this.#parts.clock.now()) !== 'open') return
    invite.cancelled = true
    this.#changed(invite)
  }

  /**
   * Tries a code, and hands over what it opens. One after the other: answers name no code, so of two at once one would
   * take the other's. Throws INVITE_NOBODY, INVITE_WRONG, INVITE_DEAD.
   */
  redeem<T>(
    code: InviteCode,
    { waitMs, signal }: { waitMs: number; signal?: AbortSignal | undefined },
    use: (redeemed: Redeemed) => Promise<T>,
  ): Promise<T> {
    const mine = this.#turn.then(() => this.#redeem(code, waitMs, signal, use))
    this.#turn = mine.catch(() => undefined)
    return mine
  }

  async #redeem<T>(
    code: InviteCode,
    waitMs: number,
    signal: AbortSignal | undefined,
    use: (redeemed: Redeemed) => Promise<T>,
  ): Promise<T> {
    signal?.throwIfAborted()
    const { sync, keyPair, random } = this.#parts
    const redemption = new Redemption(code, keyPair, random)
    const topic = meetingPlace(code.number)
    this.#redemption = redemption
    const askAll = (): void => {
      for (const talk of this.#talks) redemption.ask(talk)
    }
    const again = setInterval(askAll, ASK_AGAIN_MS)
    const late = setTimeout(() => redemption.late(), waitMs)
    const leave = (): void => redemption.giveUp(signal?.reason)
    signal?.addEventListener('abort', leave, { once: true })
    try {
      await sync.meet(topic, { server: false, client: true })
      askAll()
      return await use(await redemption.redeemed)
    } finally {
      clearInterval(again)
      clearTimeout(late)
      signal?.removeEventListener('abort', leave)
      redemption.end()
      this.#redemption = null
      inBackground(this.#parts.logger, 'leaving the place of a code', sync.part(topic))
    }
  }

  #onTalk(talk: Talk): ConversationEnd {
    const { keyPair, clock, random, welcome, provesOwn } = this.#parts
    const inviter = new InviterTalk(
      {
        keyPair,
        clock,
        random,
        welcome,
        provesOwn,
        invites: this.#invites,
        pace: this.#pace,
        changed: (invite) => this.#changed(invite),
      },
      talk,
    )
    this.#talks.add(talk)
    this.#redemption?.ask(talk)
    return {
      onMessage: (bytes) => {
        const message = readMessage(bytes)
        inviter.onMessage(message)
        this.#redemption?.onMessage(talk, message)
      },
      onClose: () => {
        this.#talks.delete(talk)
        this.#redemption?.forget(talk)
      },
    }
  }

  /** Leaves the place of a code that has come to its end, once. */
  #changed(invite: Invite): void {
    const state = stateOf(invite, this.#parts.clock.now())
    const timer = this.#timers.get(invite)
    if (state === 'open' || !timer) return
    clearTimeout(timer)
    this.#timers.delete(invite)
    const { sync, logger, ended } = this.#parts
    inBackground(logger, 'leaving the place of a code', sync.part(meetingPlace(invite.code.number)))
    ended(invite, state)
  }
}

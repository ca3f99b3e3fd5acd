import type { CommonsId, CoreKey } from '@allmende/vocabulary'
import type { Channel, Message as Slot } from 'protomux'
import type { RefusedReason } from './contract.ts'
import { channelId, prove, proves, type Role } from './decide/proof.ts'
import { type Mark, markOf } from './decide/overdue.ts'
import { Rate } from './decide/rate.ts'
import { Reconcile, type ReconcileStep } from './decide/reconcile.ts'
import type { HeadSet } from './decide/heads.ts'
import {
  HEADS_PER_TOKEN,
  MAX_CONTRADICTIONS,
  MAX_HOLDINGS,
  MESSAGES_PER_SECOND,
  MESSAGE_BURST,
  RECONCILES_PER_SECOND,
  RECONCILE_BURST,
} from './limits.ts'
import type { PeerLink } from './peer-link.ts'
import { fixed32 } from './wire/fixed32.ts'
import { decodeMessage } from './wire/decode.ts'
import { encodeMessage } from './wire/encode.ts'
import type {
  DigestMessage,
  FirstBlock,
  HeadsMessage,
  HoldingMessage,
  Message,
  PrefixPart,
  SignedHead,
  WantRest,
} from './wire/message.ts'

export const PROTOCOL = 'allmende/commons/1'

/** What a session asks of its commons. */
export type SessionHost = {
  readonly id: CommonsId
  readonly replicateKey: Uint8Array
  readonly heads: HeadSet
  /** Keys of the only logs wanted, for a reader. */
  readonly only: Uint8Array[]
  /** Cores that somebody new should hear of first, best first. */
  startHere(): readonly CoreKey[]
  onProven(session: Session): void
  onHeads(session: Session, message: HeadsMessage): void
  onReconciled(session: Session): void
  onWant(session: Session, wants: ({ key: Uint8Array } | WantRest)[]): void
  onPrefix(session: Session, parts: PrefixPart[]): RefusedReason | null
  onNoPrefix(session: Session, keys: Uint8Array[]): void
  onAskSigned(session: Session, keys: Uint8Array[]): void
  onSigned(session: Session, heads: SignedHead[]): void
  onAskWhose(session: Session, keys: Uint8Array[]): void
  onWhose(session: Session, blocks: FirstBlock[]): void
  onHolding(session: Session, versions: string[]): void
  onFetching(session: Session, version: string, active: boolean): void
  onEnded(session: Session): void
  serve(session: Session, discoveryKey: Uint8Array): Promise<boolean>
}

/** Of a message, in tokens. The heads of a reconcile are bounded by their sum instead. */
function costOf(message: Message): number {
  return message.type === 'heads' && message.live ? 1 + Math.floor(message.heads.length / HEADS_PER_TOKEN) : 1
}

/** One commons on one connection: proof, reconcile, then live. Says and serves nothing before the proof. */
export class Session {
  readonly link: PeerLink
  proven = false
  reconciled = false
  /** Logs the other side reads only; null when it takes part as we do. */
  readerOf: Set<string> | null = null
  /** Blocks of a core that the other side is known to hold: what needn't be told it again. */
  readonly known = new Map<string, number>()
  /** Cores that hypercore tells by itself; looked at again a little later, whether it has. */
  readonly later = new Set<CoreKey>()
  /** Cores that grew here since the last comparison. */
  readonly grown = new Set<CoreKey>()
  readonly holdings = new Set<string>()
  contradictions = 0
  /** Something was received that the reconcile waits for. */
  progress: Mark
  readonly #host: SessionHost
  readonly #rate: Rate
  #channel: Channel | null = null
  #slot: Slot<Uint8Array> | null = null
  #reconcile: Reconcile | null = null
  /** A new reconcile is wanted as soon as the running one is done. */
  #again = false
  readonly #repeats: Rate
  reconciledAt = 0
  #refused = false
  #drained: (() => void)[] = []
  #ping: { id: number; at: number } | null = null
  /** Of the reconcile, what is still to be sent, and the ping behind the page that is on its way. */
  readonly #pages: Message[] = []
  #pageSent: number | null = null
  #pings = 0

  constructor(host: SessionHost, link: PeerLink) {
    this.link = link
    this.progress = markOf(link)
    this.#host = host
    this.#rate = new Rate(MESSAGE_BURST, MESSAGES_PER_SECOND, link.steady.now())
    this.#repeats = new Rate(RECONCILE_BURST, RECONCILES_PER_SECOND, link.steady.now())
  }

  get commonsId(): CommonsId {
    return this.#host.id
  }

  get way(): string {
    return this.link.way
  }

  get open(): boolean {
    return this.proven && this.#channel !== null && !this.#channel.closed
  }

  /** Offers the commons under its blinded name, now and whenever the other side comes to have it. */
  offer(): void {
    const { mux } = this.link
    mux.pair({ protocol: PROTOCOL, id: this.#id() }, () => this.#open())
    this.#open()
  }

  send(message: Message): void {
    if (this.open) this.#slot?.send(encodeMessage(message))
  }

  /** Resolves when the stream takes more, at once if it does now. */
  async drained(): Promise<void> {
    if (!this.open || this.link.mux.drained) return
    await new Promise<void>((resolve) => this.#drained.push(resolve))
  }

  /** One at a time: nothing gets lost on a stream, and on a slow line the answer takes longer than the next ping. */
  ping(): void {
    if (this.#ping) return
    this.#ping = { id: ++this.#pings, at: performance.now() }
    this.send({ type: 'ping', id: this.#ping.id })
  }

  /** Compares once more, when the policy changed or a long time has passed. Both sides may begin it. */
  reconcileAgain(): void {
    if (!this.open) return
    this.#again = this.#reconcile?.state !== 'done' || this.#pageSent !== null
    if (!this.#again) this.#beginReconcile()
  }

  serve(discoveryKey: Uint8Array): Promise<boolean> {
    return this.#host.serve(this, discoveryKey)
  }

  /** Ends the commons on this connection and reports why. Others on the same connection go on. */
  refuse(reason: RefusedReason, detail?: string): void {
    if (this.#refused) return
    this.#refused = true
    this.link.refuse(reason, detail, this.commonsId)
    this.close()
  }

  /** Closes the channel and opens it again: everything of this commons begins anew, from the proof. */
  restart(): void {
    this.#channel?.close()
    this.ended()
    this.#open()
  }

  close(): void {
    this.link.mux.unpair({ protocol: PROTOCOL, id: this.#id() })
    this.#channel?.close()
    this.ended()
  }

  /** The channel or the connection is gone. */
  ended(): void {
    const was = this.proven
    this.proven = false
    // First the host: what the other side had is known until then.
    if (was) this.#host.onEnded(this)
    this.reconciled = false
    this.#channel = this.#slot = this.#reconcile = null
    this.known.clear()
    this.later.clear()
    this.grown.clear()
    this.holdings.clear()
    this.#pages.length = 0
    this.#pageSent = null
    for (const resolve of this.#drained.splice(0)) resolve()
  }

  #id(): Uint8Array {
    return channelId(this.#host.replicateKey, this.link.connection.stream.handshakeHash)
  }

  #open(): void {
    if (this.#channel || this.#refused || this.link.closed) return
    const { stream } = this.link.connection
    const channel = this.link.mux.createChannel({
      protocol: PROTOCOL,
      id: this.#id(),
      handshake: fixed32 as never,
      onopen: (proof: Uint8Array) => this.#onProof(proof),
      onclose: () => this.ended(),
      ondrain: () => {
        for (const resolve of this.#drained.splice(0)) resolve()
      },
    })
    if (!channel) return
    this.#channel = channel
    this.#slot = channel.addMessage({ onmessage: (bytes: Uint8Array) => this.#onBytes(bytes) })
    const role: Role = stream.isInitiator ? 'initiator' : 'responder'
    channel.open(prove(this.#host.replicateKey, stream.handshakeHash, role) as never)
  }

  #onProof(proof: Uint8Array): void {
    const { stream } = this.link.connection
    const role: Role = stream.isInitiator ? 'responder' : 'initiator'
    if (!proves(proof, this.#host.replicateKey, stream.handshakeHash, role)) return this.refuse('wrong-proof')
    this.proven = true
    this.progress = markOf(this.link)
    this.#beginReconcile()
    this.#host.onProven(this)
  }

  #beginReconcile(): void {
    this.#reconcile = new Reconcile(this.#host.heads, this.#host.only, this.#host.startHere())
    this.grown.clear()
    this.reconciledAt = this.link.clock.now()
    this.send(this.#reconcile.start())
  }

  /** After a finished reconcile a digest begins another: it is answered with ours, but not as often as somebody likes. */
  #onDigest(message: DigestMessage): void {
    if (this.#reconcile?.state === 'done') {
      if (!this.#repeats.take(this.link.steady.now())) return this.refuse('too-many-messages', 'reconcile')
      this.#beginReconcile()
    }
    this.readerOf = message.only.length
      ? new Set(message.only.map((key) => Buffer.from(key).toString('hex')))
      : null
    this.#step(this.#reconcile?.onDigest(message))
  }

  /** Whatever the bytes are, the outcome is a message, or the end of this session: never a throw. */
  #onBytes(bytes: Uint8Array): void {
    if (!this.open) return
    try {
      const message = decodeMessage(bytes)
      // Prefixes are paced by what was asked for; each of the others costs from the peer's allowance.
      if (message.type !== 'prefix' && !this.#rate.take(this.link.steady.now(), costOf(message)))
        return this.refuse('too-many-messages')
      this.#onMessage(message)
    } catch (error) {
      this.refuse('malformed', error instanceof Error ? error.message : String(error))
    }
  }

  #onMessage(message: Message): void {
    this.progress = markOf(this.link)
    switch (message.type) {
      case 'digest':
        return this.#onDigest(message)
      case 'buckets':
        return this.#step(this.#reconcile?.onBuckets(message))
      case 'heads':
        // First the heads, then the state: "reconciled" must mean that what is missing is known.
        this.#host.onHeads(this, message)
        return this.#step(this.#reconcile?.onHeads(message))
      case 'want':
        return this.#host.onWant(
          this,
          message.keys.map((key) => ({ key })),
        )
      case 'want-rest':
        return this.#host.onWant(this, message.wants)
      case 'prefix':
        return this.#outcome(this.#host.onPrefix(this, message.parts))
      case 'no-prefix':
        return this.#host.onNoPrefix(this, message.keys)
      case 'ping':
        return this.send({ type: 'pong', id: message.id })
      case 'pong':
        return this.#onPong(message.id)
      case 'holding':
        return this.#onHolding(message)
      case 'fetching':
        return this.#host.onFetching(this, message.version, message.active)
      case 'ask-signed':
        return this.#host.onAskSigned(this, message.keys)
      case 'signed':
        return this.#host.onSigned(this, message.heads)
      case 'ask-whose':
        return this.#host.onAskWhose(this, message.keys)
      case 'whose':
        return this.#host.onWhose(this, message.blocks)
    }
  }

  #step(step: ReconcileStep | undefined): void {
    if (!step) return
    if (step.refuse) return this.refuse(step.refuse)
    this.#pages.push(...step.send)
    if (!this.#pageSent) this.#sendPage()
    if (this.#reconcile?.state !== 'done') return
    if (!this.reconciled) {
      this.reconciled = true
      this.#host.onReconciled(this)
    }
    if (this.#again) this.reconcileAgain()
  }

  #outcome(refused: RefusedReason | null): void {
    if (refused) this.refuse(refused)
  }

  /** The next page goes when the one before was received: what was asked for because of it goes before. */
  #sendPage(): void {
    const page = this.#pages.shift()
    this.#pageSent = null
    if (!page) {
      if (this.#again) this.reconcileAgain()
      return
    }
    this.send(page)
    if (!this.#pages.length) return this.#sendPage()
    this.#pageSent = ++this.#pings
    this.send({ type: 'ping', id: this.#pageSent })
  }

  #onPong(id: number): void {
    if (id === this.#pageSent) return this.#sendPage()
    if (this.#ping?.id !== id) return
    this.link.rtt = Math.round((performance.now() - this.#ping.at) * 100) / 100
    this.#ping = null
  }

  #onHolding({ first, versions }: HoldingMessage): void {
    if (first) this.holdings.clear()
    const fresh = versions.filter((version) => !this.holdings.has(version))
    for (const version of fresh) this.holdings.add(version)
    if (this.holdings.size > MAX_HOLDINGS) return this.refuse('too-many-messages', 'holdings')
    this.#host.onHolding(this, fresh)
  }

  /** Whether the reconcile has shown, by hashes alone, that the other side has this core as it is here. */
  agreesOn(key: Uint8Array): boolean {
    return this.#reconcile?.agreesOn(key) === true
  }

  /** Counts heads that contradict ours; a peer that shows too many lies, or was lied to by all. */
  contradicts(): boolean {
    return ++this.contradictions <= MAX_CONTRADICTIONS
  }
}

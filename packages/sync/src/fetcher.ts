import { coreKeyOf, type CoreKey, type LogKey } from '@allmende/vocabulary'
import type { Clock, Logger } from '@allmende/transports'
import type { CarriedLogs, Prefix, Rest } from '@allmende/logs'
import { AttachedWants } from './attached-wants.ts'
import type { Attachments } from './attachments.ts'
import type { Carriage } from './carriage.ts'
import type { RefusedReason, Timings } from './contract.ts'
import type { HeadSet } from './decide/heads.ts'
import { type Assembled, wholeBytes } from './decide/prefix.ts'
import { Turns } from './decide/turns.ts'
import { Imports } from './imports.ts'
import { MAX_PREFIX_BLOCKS, QUOTA_FREE_BLOCKS, REST_BLOCKS, REST_BLOCKS_LIVE } from './limits.ts'
import { PrefixAsks } from './prefix-asks.ts'
import type { Session } from './session.ts'
import type { Want } from './want.ts'
import type { Whose } from './whose.ts'
import type { Head, PrefixPart } from './wire/message.ts'

/** Wants of one giver that can't go on now before the rest of theirs is left for the next time. */
const PATIENCE = 64

export type FetcherOptions = {
  logs: CarriedLogs
  heads: HeadSet
  attachments: Attachments
  carriage: Carriage
  whose: Whose
  clock: Clock
  timings: Timings
  logger: Logger
  onRefused: (session: Session, reason: RefusedReason, detail?: string) => void
}

/**
 * Gets what is missing here: small logs of which nothing is here, and what cores have more than here, in one message, many at once;
 * everything else by attaching the core to those who have it, a bounded number at a time.
 */
export class Fetcher {
  readonly #options: FetcherOptions
  readonly #wants = new Map<CoreKey, Want>()
  readonly #queue = new Turns<Session, Want>()
  readonly #attached: AttachedWants
  readonly #asks = new PrefixAsks()
  readonly #imports: Imports
  #pumping = false
  #closed = false

  constructor(options: FetcherOptions) {
    this.#options = options
    this.#imports = new Imports(options.logs)
    this.#attached = new AttachedWants({
      ...options,
      held: (want) => this.#held(want.key),
      wanted: (want) => this.#wants.get(want.key) === want,
      onAttached: (want) => this.arrived(want.key),
      requeue: (want) => this.#requeue(want),
      finish: (want) => this.#finish(want),
    })
  }

  /** Blocks that somebody holds and that are carried, but aren't here. */
  get missing(): number {
    let sum = 0
    for (const want of this.#wants.values()) sum += Math.max(0, this.#targetOf(want) - this.#held(want.key))
    return sum
  }

  get idle(): boolean {
    return this.#wants.size === 0
  }

  wanted(key: CoreKey): boolean {
    return this.#wants.has(key)
  }

  /** A peer holds more of a core than we do. `pump` afterwards: a page of heads is taken in before the first is asked for. */
  want(session: Session, head: Head, isLive = false): void {
    const key = coreKeyOf(head.key)
    let want = this.#wants.get(key)
    if (!want) {
      // A copy: the head's key is a view of a page of heads, which must not live as long as the slowest log.
      const bytes = Uint8Array.from(head.key)
      want = {
        key,
        bytes,
        which: head.which,
        target: 0,
        sources: new Map(),
        giver: session,
        isLive,
        state: 'queued',
        noPrefix: false,
      }
      this.#wants.set(key, want)
      this.#queue.add(session, want)
    }
    want.target = Math.max(want.target, head.held)
    want.isLive &&= isLive
    want.sources.set(session, head.held)
    if (want.state === 'waiting') this.#requeue(want)
    if (want.state === 'attached') this.#attached.join(want, session)
  }

  /** Something of a core arrived. */
  arrived(key: CoreKey): void {
    const want = this.#wants.get(key)
    if (!want) return
    if (this.#held(key) >= this.#targetOf(want)) return this.#finish(want)
    if (want.state === 'attached') this.#attached.extend(want)
  }

  pump(): void {
    if (this.#pumping || this.#closed) return
    this.#pumping = true
    setImmediate(() => {
      this.#pumping = false
      if (!this.#closed) this.#schedule()
    })
  }

  /** The policy may answer otherwise now. */
  reconsider(): void {
    for (const want of this.#wants.values()) {
      if (want.state === 'attached') this.#attached.extend(want)
      if (want.state === 'waiting' && want.sources.size) this.#requeue(want)
    }
    this.pump()
  }

  onPrefix(session: Session, parts: readonly PrefixPart[]): RefusedReason | null {
    for (const part of parts) {
      const key = coreKeyOf(part.key)
      const assembled = this.#asks.assembly(session, key)?.add(part) ?? 'refused'
      if (assembled === 'refused') return 'malformed'
      if (assembled === 'more') continue
      const isNewcomer = this.#asks.answered(session, key) === 'newcomer'
      const want = this.#wants.get(key)
      if (want?.state !== 'prefix') continue
      // It grew meanwhile, or more was sent than was asked for: how much of it fits is counted block by block.
      if (!this.#fits(want, assembled.prefix, isNewcomer)) this.#withoutPrefix(want)
      else this.#take(want, assembled, session)
    }
    this.pump()
    return null
  }

  #fits({ key, which }: Want, prefix: Prefix | Rest, isNewcomer: boolean): boolean {
    if ('left' in prefix) return wholeBytes(prefix) <= this.#options.carriage.bytes(key, which)
    return !isNewcomer || prefix.length <= QUOTA_FREE_BLOCKS
  }

  onNoPrefix(session: Session, keys: readonly Uint8Array[]): void {
    for (const bytes of keys) {
      const key = coreKeyOf(bytes)
      if (this.#asks.answered(session, key) === 'not-asked') continue
      const want = this.#wants.get(key)
      if (want) this.#withoutPrefix(want)
    }
    this.pump()
  }

  /** What was under way with this peer is asked of others; without others it stays known as missing. */
  ended(session: Session): void {
    const { left, begun } = this.#asks.ended(session)
    this.#imports.ended(session)
    this.#attached.ended(session)
    this.#queue.drop(session)
    for (const want of this.#wants.values()) {
      // What came of it can't be kept without its end. Where lines break off, only block by block does it ever come.
      if (want.key === begun) want.noPrefix = true
      if (!want.sources.delete(session)) continue
      if (
        want.state === 'queued' ||
        (want.state === 'prefix' && left.has(want.key)) ||
        (want.state === 'attached' && !want.sources.size)
      )
        this.#requeue(want)
    }
    this.pump()
  }

  /** Looks for what hangs: first blocks and prefixes that don't come, and attached cores whose promised blocks don't. */
  tick(now: number): void {
    const { timings, whose } = this.#options
    whose.giveUp(now, timings.handOver)
    for (const key of this.#asks.overdue(now, timings.handOver)) {
      const want = this.#wants.get(key)
      if (want) this.#withoutPrefix(want)
    }
    for (const { session, keys } of this.#asks.lagging(now, timings.handOver))
      for (const key of keys) this.#askAnother(key, session)
    this.#attached.tick(now)
    this.pump()
  }

  close(): void {
    this.#closed = true
    this.#wants.clear()
    this.#queue.clear()
    this.#attached.clear()
    this.#imports.close()
  }

  #held(key: CoreKey): number {
    return this.#options.heads.get(key)?.held ?? 0
  }

  /** What is to be fetched: all, or as far as the quota goes. */
  #targetOf(want: Want): number {
    return Math.min(want.target, this.#options.carriage.blocks(want.key, want.which))
  }

  #finish(want: Want): void {
    this.#wants.delete(want.key)
    this.#queue.delete(want)
    this.#attached.remove(want)
    this.#options.carriage.givenUp(want.key)
    this.pump()
  }

  #requeue(want: Want): void {
    this.#attached.remove(want)
    const [giver] = want.sources.keys()
    want.state = giver ? 'queued' : 'waiting'
    if (!giver) return this.#options.carriage.givenUp(want.key)
    want.giver = giver
    this.#queue.add(giver, want)
  }

  #withoutPrefix(want: Want): void {
    want.noPrefix = true
    if (want.state === 'prefix' || want.state === 'importing') this.#requeue(want)
  }

  #schedule(): void {
    this.#queue.serve((want) => this.#start(want), PATIENCE)
    this.#asks.flush()
  }

  /** False when it has to wait for others. */
  #start(want: Want): boolean {
    const admitted = this.#options.carriage.admit(want.key, want.giver.way)
    if (admitted === 'whose') return this.#look(want)
    if (admitted === 'no' || this.#held(want.key) >= this.#targetOf(want)) return this.#drop(want)
    if (this.#byPrefix(want)) return this.#ask(want, null)
    const rest = this.#restOf(want)
    return rest ? this.#ask(want, rest) : this.#attached.attach(want)
  }

  /** Nothing of it is wanted: it isn't even kept in mind. */
  #drop(want: Want): true {
    this.#wants.delete(want.key)
    this.#attached.remove(want)
    this.#options.carriage.givenUp(want.key)
    return true
  }

  /** There is no room for a newcomer, but who knows whether it is one. */
  #look(want: Want): boolean {
    const asked = this.#options.whose.ask(want.giver, want.key as LogKey, (known) => {
      if (this.#wants.get(want.key) !== want) return
      // Who can't show it, or went, isn't the only one who may have it.
      if (!known) want.sources.delete(want.giver)
      if (want.sources.size) this.#requeue(want)
      else this.#drop(want)
      this.pump()
    })
    if (asked) want.state = 'looking'
    return asked
  }

  #byPrefix(want: Want): boolean {
    if (want.which !== 'records' || want.noPrefix || want.target > MAX_PREFIX_BLOCKS) return false
    if ((this.#options.heads.get(want.key)?.length ?? 0) > 0) return false
    return want.target <= QUOTA_FREE_BLOCKS || this.#options.carriage.whole(want.key)
  }

  /** What is missing, where hypercore isn't at it already. */
  #restOf(want: Want): { from: number; most: number } | null {
    const { heads, carriage, attachments } = this.#options
    const head = heads.get(want.key)
    if (want.noPrefix || attachments.get(want.key)?.sessions.size) return null
    // Of edits from the first on too, but then records of the same log, which they cite, would come behind them.
    if (!head || head.fork > 0 || head.held === 0) return null
    const from = head.held
    const missing = this.#targetOf(want) - from
    if (missing < (want.isLive ? REST_BLOCKS_LIVE : REST_BLOCKS) || missing > MAX_PREFIX_BLOCKS) return null
    const most = carriage.bytes(want.key, want.which)
    return most > 0 ? { from, most } : null
  }

  /** `rest`: where to go on; null for a log of which nothing is here. */
  #ask(want: Want, rest: { from: number; most: number } | null): boolean {
    if (this.#imports.full) return false
    const isNewcomer = !this.#options.carriage.whole(want.key)
    const { bytes } = want
    for (const session of want.sources.keys()) {
      if (!this.#asks.ask(session, want.key, { bytes, isNewcomer, rest })) continue
      want.state = 'prefix'
      return true
    }
    return false
  }

  /** Where another has it and isn't waited for, that one is asked as well: who answers seldom holds nobody up. */
  #askAnother(key: CoreKey, slow: Session): void {
    const want = this.#wants.get(key)
    if (want?.state !== 'prefix') return
    const idle = [...want.sources].find(([session]) => session !== slow && this.#asks.idle(session))
    if (!idle) return
    this.#asks.giveUp(slow, key)
    want.sources = new Map([idle, ...want.sources])
    this.#requeue(want)
  }

  #take(want: Want, { prefix, bytes }: Assembled, session: Session): void {
    // From here on it is ours: were the peer to go now, asking another would bring the same log twice.
    want.state = 'importing'
    const onDone = (outcome: string) => {
      if (!this.#closed) this.#imported(want, outcome, { prefix, bytes, session })
    }
    this.#imports.take({ key: want.key, prefix, bytes, session, onDone })
  }

  #imported(want: Want, outcome: string, what: Omit<Assembled, 'key'> & { session: Session }): void {
    const { logs, carriage, onRefused } = this.#options
    if (outcome !== 'ok') {
      // When something of the log came another way meanwhile, a prefix is refused for that, and nobody is to blame; a rest is `late` then.
      if ('left' in what.prefix ? outcome === 'refused' : !logs.head(want.key)) {
        want.sources.delete(what.session)
        onRefused(what.session, 'bad-prefix', `${want.key}: ${outcome}`)
      }
      this.#withoutPrefix(want)
      // What is held by now is told a turn later; what the peer has more since is fetched block by block.
    } else {
      carriage.grew(want.key, what.bytes)
      if (what.prefix.length >= this.#targetOf(want)) this.#finish(want)
      else this.#withoutPrefix(want)
    }
    this.pump()
  }
}

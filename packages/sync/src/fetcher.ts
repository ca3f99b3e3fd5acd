import { coreKeyOf, type CoreKey, type LogKey } from '@allmende/vocabulary'
import type { Clock, Logger } from '@allmende/transports'
import type { CarriedLogs, Prefix } from '@allmende/logs'
import type { Attachments } from './attachments.ts'
import type { Carriage } from './carriage.ts'
import type { RefusedReason, Timings } from './contract.ts'
import type { HeadSet } from './decide/heads.ts'
import { PrefixAssembly } from './decide/prefix.ts'
import {
  MAX_ATTACHED,
  MAX_IMPORT_BYTES,
  MAX_PREFIX_BLOCKS,
  PARALLEL_IMPORTS,
  PREFIX_WINDOW,
  QUOTA_FREE_BLOCKS,
  SOURCES_PER_CORE,
  WANT_KEYS,
} from './limits.ts'
import type { Session } from './session.ts'
import type { Head, PrefixPart } from './wire/message.ts'

/** A core that somebody has more of. */
type Want = {
  key: CoreKey
  bytes: Uint8Array
  which: 'records' | 'edits'
  /** Blocks that somebody said to hold. */
  target: number
  sources: Map<Session, number>
  state: 'queued' | 'waiting' | 'prefix' | 'importing' | 'attaching' | 'attached'
  /** It was tried as a prefix and came to nothing. */
  noPrefix: boolean
}

type Import = { want: Want; prefix: Prefix; bytes: number; session: Session }

type Per = { outstanding: Set<CoreKey>; assembly: PrefixAssembly; asking: Uint8Array[] }

export type FetcherOptions = {
  logs: CarriedLogs
  heads: HeadSet
  attachments: Attachments
  carriage: Carriage
  clock: Clock
  timings: Timings
  logger: Logger
  onRefused: (session: Session, reason: RefusedReason, detail?: string) => void
}

/**
 * Gets what is missing here: small logs of which nothing is here as a prefix, many at once; everything else by attaching
 * the core to those who have it, a bounded number at a time.
 */
export class Fetcher {
  readonly #options: FetcherOptions
  readonly #wants = new Map<CoreKey, Want>()
  readonly #queue = new Set<Want>()
  /** Those that are, or are being, attached: their number is bounded. */
  readonly #attached = new Set<Want>()
  readonly #per = new Map<Session, Per>()
  readonly #imports: Import[] = []
  #importing = 0
  #importBytes = 0
  #paused = new Set<Session>()
  #pumping = false
  #closed = false

  constructor(options: FetcherOptions) {
    this.#options = options
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
  want(session: Session, head: Head): void {
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
        state: 'queued',
        noPrefix: false,
      }
      this.#wants.set(key, want)
      this.#queue.add(want)
    }
    want.target = Math.max(want.target, head.held)
    want.sources.set(session, head.held)
    if (want.state === 'waiting') this.#requeue(want)
    if (want.state === 'attached') this.#join(want, session)
  }

  /** Something of a core arrived. */
  arrived(key: CoreKey): void {
    const want = this.#wants.get(key)
    if (!want) return
    if (this.#held(key) >= this.#targetOf(want)) return this.#finish(want)
    if (want.state === 'attached') this.#extendLater(want)
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
      if (want.state === 'attached') this.#extendLater(want)
      if (want.state === 'waiting' && want.sources.size) this.#requeue(want)
    }
    this.pump()
  }

  onPrefix(session: Session, parts: readonly PrefixPart[]): RefusedReason | null {
    const per = this.#per.get(session)
    for (const part of parts) {
      const key = coreKeyOf(part.key)
      if (!per?.outstanding.has(key)) return 'malformed'
      const assembled = per.assembly.add(part)
      if (assembled === 'refused') return 'malformed'
      if (!assembled) continue
      per.outstanding.delete(key)
      const want = this.#wants.get(key)
      if (want?.state === 'prefix')
        this.#take({ want, prefix: assembled.prefix, bytes: assembled.bytes, session })
    }
    this.pump()
    return null
  }

  onNoPrefix(session: Session, keys: readonly Uint8Array[]): void {
    for (const bytes of keys) {
      const key = coreKeyOf(bytes)
      if (!this.#per.get(session)?.outstanding.delete(key)) continue
      const want = this.#wants.get(key)
      if (want) this.#withoutPrefix(want)
    }
    this.pump()
  }

  /** What was under way with this peer is asked of others; without others it stays known as missing. */
  ended(session: Session): void {
    this.#per.delete(session)
    this.#paused.delete(session)
    for (const want of this.#wants.values()) {
      if (!want.sources.delete(session)) continue
      if (want.state === 'prefix' || (want.state === 'attached' && !want.sources.size)) this.#requeue(want)
    }
    this.pump()
  }

  /** Looks for what hangs: prefixes that don't come, and attached cores whose promised blocks don't. */
  tick(now: number): void {
    const { timings, attachments } = this.#options
    for (const [session, per] of this.#per) {
      if (!per.outstanding.size || now - session.progressAt < timings.handOver) continue
      for (const key of per.outstanding) {
        const want = this.#wants.get(key)
        if (want) this.#withoutPrefix(want)
      }
      per.outstanding.clear()
    }
    for (const want of this.#wants.values()) {
      if (want.state !== 'attached') continue
      const attached = attachments.get(want.key)
      if (!attached) this.#requeue(want)
      else if (now - attached.activeAt > timings.handOver) this.#unproven(want)
    }
    this.pump()
  }

  close(): void {
    this.#closed = true
    this.#wants.clear()
    this.#queue.clear()
    this.#attached.clear()
    this.#imports.length = 0
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
    this.#attached.delete(want)
    this.pump()
  }

  #requeue(want: Want): void {
    this.#attached.delete(want)
    want.state = want.sources.size ? 'queued' : 'waiting'
    if (want.sources.size) this.#queue.add(want)
  }

  #withoutPrefix(want: Want): void {
    want.noPrefix = true
    if (want.state === 'prefix' || want.state === 'importing') this.#requeue(want)
  }

  #schedule(): void {
    let skipped = 0
    for (const want of this.#queue) {
      // Behind a few hundred that can't go on now there is hardly one that can: the next event comes soon.
      if (skipped > 256) break
      const done = this.#held(want.key) >= this.#targetOf(want)
      const carried = this.#options.carriage.carried(want.key)
      if (done || !carried) {
        this.#queue.delete(want)
        this.#wants.delete(want.key)
      } else if (this.#byPrefix(want) ? this.#ask(want) : this.#attach(want)) this.#queue.delete(want)
      else skipped++
    }
    for (const [session, per] of this.#per) this.#flush(session, per)
  }

  #byPrefix(want: Want): boolean {
    if (want.which !== 'records' || want.noPrefix || want.target > MAX_PREFIX_BLOCKS) return false
    if ((this.#options.heads.get(want.key)?.length ?? 0) > 0) return false
    return want.target <= QUOTA_FREE_BLOCKS || this.#options.carriage.whole(want.key)
  }

  /** Only when there is room for a handful: asking for each single one as the one before comes costs a message each. */
  #ask(want: Want): boolean {
    for (const session of want.sources.keys()) {
      const per = this.#perOf(session)
      if (!session.open || per.outstanding.size + per.asking.length >= PREFIX_WINDOW) continue
      if (this.#importBytes > MAX_IMPORT_BYTES) continue
      want.state = 'prefix'
      per.outstanding.add(want.key)
      per.asking.push(want.bytes)
      if (per.asking.length >= WANT_KEYS) this.#flush(session, per)
      return true
    }
    return false
  }

  #flush(session: Session, per: Per): void {
    if (per.asking.length) session.send({ type: 'want', keys: per.asking.splice(0) })
  }

  #perOf(session: Session): Per {
    let per = this.#per.get(session)
    if (!per)
      this.#per.set(session, (per = { outstanding: new Set(), assembly: new PrefixAssembly(), asking: [] }))
    return per
  }

  #attach(want: Want): boolean {
    if (this.#attached.size >= MAX_ATTACHED) return false
    want.state = 'attaching'
    this.#attached.add(want)
    this.#options.attachments.trim((key) => this.#wants.has(key))
    void this.#attachNow(want)
    return true
  }

  async #attachNow(want: Want): Promise<void> {
    const { logs, attachments, logger } = this.#options
    try {
      if (!logs.owner(want.key)) await logs.addLog(want.key as LogKey)
      const sessions = [...want.sources.keys()].slice(0, SOURCES_PER_CORE)
      for (const session of sessions) await attachments.attach(want.key, want.which, session)
      want.state = 'attached'
      this.arrived(want.key)
      if (this.#wants.has(want.key)) await this.#extend(want)
    } catch (error) {
      logger.warn('a core could not be attached', { core: want.key, error: String(error) })
      this.#finish(want)
    }
  }

  #join(want: Want, session: Session): void {
    const attached = this.#options.attachments.get(want.key)
    if (!attached) return this.#requeue(want)
    if (attached.sessions.size >= SOURCES_PER_CORE) return
    this.#options.attachments.attach(want.key, want.which, session).catch(() => this.#requeue(want))
  }

  /** Fetches on as far as the policy goes; under a quota that is a few blocks further each time. */
  async #extend(want: Want): Promise<void> {
    const { carriage, attachments } = this.#options
    const before = attachments.get(want.key)
    const live = want.which === 'edits' && before && carriage.live(want.key, before.core.byteLength)
    const end = live ? -1 : await carriage.fetchUpTo(want.key, want.which, this.#held(want.key))
    const attached = attachments.get(want.key)
    if (!attached || !this.#wants.has(want.key)) return
    if (end === -1 || end > this.#held(want.key)) attachments.fetch(attached, end)
    else this.#finish(want)
  }

  /** Reading how far the quota goes may fail, as while the store is closed: then the next event tries again. */
  #extendLater(want: Want): void {
    this.#extend(want).catch((error: unknown) =>
      this.#options.logger.warn('a core is not fetched on now', { core: want.key, error: String(error) }),
    )
  }

  #unproven(want: Want): void {
    const { attachments, onRefused } = this.#options
    const attached = attachments.get(want.key)
    for (const [session, held] of want.sources) {
      if (held > this.#held(want.key)) onRefused(session, 'unproven-head', want.key)
      if (attached) attachments.detach(attached, session)
    }
    want.sources.clear()
    this.#finish(want)
  }

  #take(item: Import): void {
    // From here on it is ours: were the peer to go now, asking another would bring the same log twice.
    item.want.state = 'importing'
    this.#imports.push(item)
    this.#importBytes += item.bytes
    if (this.#importBytes > MAX_IMPORT_BYTES && !this.#paused.has(item.session)) {
      this.#paused.add(item.session)
      item.session.link.connection.stream.pause()
    }
    while (this.#importing < PARALLEL_IMPORTS && this.#imports.length)
      void this.#import(this.#imports.shift() as Import)
  }

  async #import({ want, prefix, bytes, session }: Import): Promise<void> {
    this.#importing++
    const outcome = await this.#options.logs
      .importPrefix(want.key as LogKey, prefix)
      .catch((error: unknown) => String(error))
    this.#importing--
    this.#importBytes -= bytes
    if (this.#closed) return
    if (outcome !== 'ok') {
      // When something of the log came another way meanwhile, a prefix is refused for that, and nobody is to blame.
      if (!this.#options.logs.head(want.key)) {
        want.sources.delete(session)
        this.#options.onRefused(session, 'bad-prefix', `${want.key}: ${outcome}`)
      }
      this.#withoutPrefix(want)
      // What is held by now is told a turn later; what the peer has more since is fetched block by block.
    } else if (prefix.length >= this.#targetOf(want)) this.#finish(want)
    else this.#withoutPrefix(want)
    if (this.#importBytes < MAX_IMPORT_BYTES / 2) this.#resume()
    const next = this.#imports.shift()
    if (next) void this.#import(next)
    else this.pump()
  }

  #resume(): void {
    for (const session of this.#paused) session.link.connection.stream.resume()
    this.#paused.clear()
  }
}

import type { CarriedLogs } from '@allmende/logs'
import { withinShare } from '@allmende/rules'
import type { Logger } from '@allmende/transports'
import type { LogKey } from '@allmende/vocabulary'
import type { Attached, Attachments } from './attachments.ts'
import type { Carriage } from './carriage.ts'
import type { RefusedReason, Timings } from './contract.ts'
import { Givers } from './givers.ts'
import { LengthAsks } from './length-asks.ts'
import { MAX_ATTACHED, SOURCES_PER_CORE } from './limits.ts'
import type { Session } from './session.ts'
import type { Want } from './want.ts'

export type AttachedWantsOptions = {
  logs: CarriedLogs
  attachments: Attachments
  carriage: Carriage
  timings: Timings
  logger: Logger
  onRefused: (session: Session, reason: RefusedReason, detail?: string) => void
  /** Blocks of it that are here. */
  held: (want: Want) => number
  /** It is still wanted. */
  wanted: (want: Want) => boolean
  onAttached: (want: Want) => void
  requeue: (want: Want) => void
  finish: (want: Want) => void
}

/** Cores that are fetched block by block, by attaching them to those who have more: a bounded number of cores, and of peers each. */
export class AttachedWants {
  readonly #options: AttachedWantsOptions
  /** Those that are, or are being, attached. */
  readonly #attached = new Set<Want>()
  readonly #givers: Givers
  readonly #lengths = new LengthAsks()

  constructor(options: AttachedWantsOptions) {
    this.#options = options
    this.#givers = new Givers(options.timings.handOver)
  }

  /** False when there is no place for it. */
  attach(want: Want): boolean {
    const [first = want.giver] = this.#givers.inOrder(want.key, want.sources.keys())
    want.giver = first
    let used = 0
    for (const { giver } of this.#attached) if (giver.way === want.giver.way) used++
    if (!withinShare({ used, free: MAX_ATTACHED - this.#attached.size })) return false
    want.state = 'attaching'
    this.#attached.add(want)
    this.#options.attachments.trim()
    void this.#attachNow(want)
    return true
  }

  /** Its place is free; whoever was slow stays known, while it is wanted. */
  remove(want: Want): void {
    this.#attached.delete(want)
    if (this.#options.wanted(want)) return
    this.#givers.forget(want.key)
    this.#lengths.forget(want.key, this.#options.attachments.get(want.key))
  }

  join(want: Want, session: Session): void {
    const attached = this.#options.attachments.get(want.key)
    if (!attached) return this.#options.requeue(want)
    if (attached.sessions.size < SOURCES_PER_CORE) this.#put(want, session)
  }

  /** Reading how far the quota goes may fail, as while the store is closed: then the next event tries again. */
  extend(want: Want): void {
    this.#extend(want).catch((error: unknown) =>
      this.#options.logger.warn('a core is not fetched on now', { core: want.key, error: String(error) }),
    )
  }

  ended(session: Session): void {
    this.#givers.ended(session)
    this.#lengths.ended(session)
  }

  /** Looks for those that hang: nothing of what was promised comes, or hardly anything. */
  tick(now: number): void {
    const { attachments, timings, requeue } = this.#options
    for (const want of this.#attached) {
      if (want.state !== 'attached') continue
      const attached = attachments.get(want.key)
      if (!attached) requeue(want)
      else if (this.#lengths.waits(attached)) this.#askAnother(want, attached, now)
      else if (now - attached.activeAt > timings.handOver && !this.#givers.lively(attached, now))
        this.#unproven(want, attached)
      else this.#change(want, attached, now)
    }
  }

  clear(): void {
    this.#attached.clear()
  }

  async #attachNow(want: Want): Promise<void> {
    const { logs, attachments, logger, onAttached, wanted, finish } = this.#options
    try {
      if (!logs.owner(want.key)) await logs.addLog(want.key as LogKey, want.giver.way)
      const sessions = this.#givers.inOrder(want.key, want.sources.keys()).slice(0, SOURCES_PER_CORE)
      for (const session of sessions) await attachments.attach(want.key, want.which, session)
      want.state = 'attached'
      onAttached(want)
      if (wanted(want)) await this.#extend(want)
    } catch (error) {
      logger.warn('a core could not be attached', { core: want.key, error: String(error) })
      finish(want)
    }
  }

  #put(want: Want, session: Session): void {
    const { attachments, requeue, wanted } = this.#options
    attachments.attach(want.key, want.which, session).catch(() => {
      if (wanted(want) && want.state === 'attached') requeue(want)
    })
  }

  /** Fetches on as far as the policy goes; under a quota that is a few blocks further each time. */
  async #extend(want: Want): Promise<void> {
    const { carriage, attachments, held, wanted, finish } = this.#options
    const before = attachments.get(want.key)
    const live = want.which === 'edits' && before && carriage.live(want.key, before.core.byteLength)
    const end = live ? -1 : await carriage.fetchUpTo(want.key, want.which, held(want))
    const attached = attachments.get(want.key)
    if (!attached || !wanted(want)) return
    if (end === -1 || end > held(want)) attachments.fetch(attached, end)
    else finish(want)
  }

  /** Who is slow and those who stay are fetched from as before: what was asked of who leaves, hypercore asks of the others. */
  #change(want: Want, attached: Attached, now: number): void {
    const { off, on } = this.#givers.change(attached, this.#holders(want), now)
    for (const session of off) this.#options.attachments.detach(attached, session)
    for (const session of on) this.#put(want, session)
    // It waits for the new one now, and that one's share of the places is taken up by it.
    const [next] = on
    if (next && off.includes(want.giver)) want.giver = next
  }

  /**
   * Who was asked how long the core is, and is silent, leaves the question to others; when nobody is left who wasn't asked, all of
   * them have promised what they don't give.
   */
  #askAnother(want: Want, attached: Attached, now: number): void {
    const { attachments, timings } = this.#options
    // Three of them have had their turn in the time that one has who is alone.
    const silent = this.#lengths.overdue(attached, now, timings.handOver / SOURCES_PER_CORE)
    if (!silent) return
    const others = this.#holders(want).filter(
      (session) => session !== silent && session.open && !this.#lengths.had(attached, session),
    )
    if (others.length > 0) {
      this.#lengths.inVain(attached, silent)
      this.#givers.leave(want.key, silent)
      attachments.detach(attached, silent)
      const next = this.#givers.inOrder(want.key, others).filter((session) => !attached.sessions.has(session))
      for (const session of next.slice(0, SOURCES_PER_CORE - attached.sessions.size)) this.#put(want, session)
      if (want.giver === silent && others[0]) want.giver = others[0]
    } else if (this.#lengths.overdue(attached, now, timings.handOver)) this.#unproven(want, attached)
  }

  /** Those who have more of it than is here. */
  #holders(want: Want): Session[] {
    const here = this.#options.held(want)
    return [...want.sources].filter(([, held]) => held > here).map(([session]) => session)
  }

  /** What was promised didn't come. Those who were asked had their chance; the others have it now. */
  #unproven(want: Want, attached: Attached): void {
    const { attachments, onRefused, held: heldOf, requeue, finish } = this.#options
    for (const [session, held] of want.sources) {
      if (!attached.sessions.has(session) && !this.#lengths.had(attached, session)) continue
      want.sources.delete(session)
      attachments.detach(attached, session)
      if (held <= heldOf(want)) continue
      if (session.contradicts()) onRefused(session, 'unproven-head', want.key)
      else session.refuse('unproven-head', 'too many blocks were promised that never came')
    }
    want.target = Math.max(0, ...want.sources.values())
    if (want.target > heldOf(want)) requeue(want)
    else finish(want)
  }
}

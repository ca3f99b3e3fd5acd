import type { Clock, CommonsId, PersonId, RecordId } from '@allmende/vocabulary'
import { type Batch, PartBatch, textOf } from './batches.ts'
import type {
  DraftAs,
  DraftChange,
  DraftChangedEvent,
  DraftHandle,
  DraftOffer,
  DraftPartAuthor,
  DraftPartEdit,
  DraftParts,
  DraftMeasure,
  DraftPassage,
  DraftSince,
  TextPatch,
} from './contract.ts'
import type { OpeningExtras } from './entry.ts'
import { fail } from './errors.ts'
import { PAUSE_ALONE_MS, PAUSE_LIVE_MS } from './limits.ts'
import type { OpenDraft } from './open-draft.ts'
import { checkPartEdits } from './part-edits.ts'
import { blameOf, historyOf, offersOf, partsBlameOf, sinceOf } from './past.ts'
import { applyPatches, growth, joinPatch, movedPast, rebase } from './splices.ts'
import type { View } from './view.ts'
import type { FromWorker } from './worker/protocol.ts'

type Listeners = { changed: Set<(event: DraftChangedEvent) => void>; failed: Set<(error: Error) => void> }

/**
 * One view of an open draft. It shows own edits at once, and the worker has them a little later; what the worker tells
 * meanwhile is moved past them here, and they past it there, by the same rule (`rebase`), so both come to the same
 * text. One batch list is under way at a time.
 */
export class Handle implements DraftHandle, View {
  readonly commons: CommonsId
  readonly draft: RecordId
  readonly #as: OpeningExtras
  readonly #onlyOffers: boolean
  readonly #open: OpenDraft
  readonly #clock: Clock
  readonly #onClose: () => Promise<void>
  readonly #listeners: Listeners = { changed: new Set(), failed: new Set() }
  #view = 0
  #version = 0
  #length = 0
  #heads: string[] = []
  /** Given to the worker, not answered yet; and made since. Each batch becomes a change. */
  #underWay: Batch[] = []
  #unsent: Batch[] = []
  /** The last of `#unsent` is closed: the next edit begins another. */
  #cut = true
  #sending: Promise<void> | null = null
  #timer: NodeJS.Timeout | null = null
  #lastSent = -Infinity
  #due = 0
  #failure: Error | null = null
  #closed = false

  constructor(
    ids: { commons: CommonsId; draft: RecordId },
    as: DraftAs,
    open: OpenDraft,
    clock: Clock,
    onClose: () => Promise<void>,
  ) {
    this.commons = ids.commons
    this.draft = ids.draft
    this.#as = as.guest === undefined ? {} : { guest: as.guest }
    this.#onlyOffers = as.offers === true
    this.#open = open
    this.#clock = clock
    this.#onClose = onClose
  }

  async join(): Promise<void> {
    const { view, length, heads } = await this.#open.join(this)
    this.#view = view
    this.#length += length
    if (this.#version === 0) this.#heads = heads
  }

  async text(): Promise<string> {
    this.#mustBeOpen()
    const { text } = await this.#open.call({ type: 'read' })
    return applyPatches(text, textOf([...this.#underWay, ...this.#unsent]).flat())
  }

  async heads(): Promise<string[]> {
    this.#mustBeOpen()
    await this.#sendAll()
    return this.#heads
  }

  async read(): Promise<{ text: string; heads: string[] }> {
    this.#mustBeOpen()
    await this.#sendAll()
    return this.#open.call({ type: 'read' })
  }

  splice(at: number, del: number, ins: string): void {
    this.#mustBeOpen()
    if (this.#onlyOffers) throw fail('DRAFT_ONLY_OFFERS')
    const whole = Number.isSafeInteger(at) && Number.isSafeInteger(del)
    if (!whole || at < 0 || del < 0 || at + del > this.#length) {
      throw fail('DRAFT_RANGE', { expected: `0 to ${this.#length}`, found: `${at} to ${at + del}` })
    }
    if (this.#cut) this.#unsent.push([])
    this.#cut = false
    joinPatch(this.#unsent[this.#unsent.length - 1] as TextPatch[], { at, del, ins: ins.toWellFormed() })
    this.#length += ins.length - del
    this.#schedule()
  }

  async replaceWith(text: string, base?: readonly string[]): Promise<void> {
    this.#mustBeOpen()
    if (this.#onlyOffers) throw fail('DRAFT_ONLY_OFFERS')
    const shown = base ?? (await this.heads())
    await this.#sendAll()
    this.#heads = await this.#open.make(this.#as, (by) => ({
      type: 'replace',
      ...by,
      base: [...shown],
      text,
    }))
  }

  parts(): Promise<DraftParts> {
    return this.partsAt()
  }

  async partsAt(heads?: readonly string[]): Promise<DraftParts> {
    this.#mustBeOpen()
    await this.#sendAll()
    return this.#open.call({ type: 'parts', ...(heads && { at: [...heads] }) })
  }

  async partsBlame(): Promise<DraftPartAuthor[]> {
    this.#mustBeOpen()
    return this.#sendAll().then(() => partsBlameOf(this.#open))
  }

  editParts(edits: readonly DraftPartEdit[]): Promise<void> {
    this.#mustBeOpen()
    checkPartEdits(edits, this.#length)
    this.#cut = true
    return new Promise((resolve, reject) => {
      this.#unsent.push(new PartBatch(edits, resolve, reject))
      this.#sendAll().catch(reject)
    })
  }

  async flush(): Promise<void> {
    await this.#sendAll()
    const failure = this.#failure
    this.#failure = null
    if (failure !== null) throw failure
    try {
      await this.#open.flush()
    } catch (error) {
      if (!isMoved(error)) throw error
      // The own log goes on in another (an epoch ended, it was sealed): made again there, they are written like any other.
      await this.#open.reseat()
      await this.#open.flush()
    }
  }

  follow(live: boolean): void {
    this.#open.followed = live
  }

  history(): Promise<DraftChange[]> {
    this.#mustBeOpen()
    return this.#sendAll().then(() => historyOf(this.#open))
  }

  blame(): Promise<DraftPassage[]> {
    this.#mustBeOpen()
    return this.#sendAll().then(() => blameOf(this.#open))
  }

  since(heads: readonly string[], self: PersonId | null): Promise<DraftSince | null> {
    this.#mustBeOpen()
    return this.#sendAll().then(() => sinceOf(this.#open, heads, self))
  }

  async textAt(heads: readonly string[]): Promise<string> {
    this.#mustBeOpen()
    await this.#sendAll()
    return (await this.#open.call({ type: 'read', at: [...heads] })).text
  }

  async offer(text: string, base: readonly string[]): Promise<string[]> {
    this.#mustBeOpen()
    await this.#sendAll()
    for (let tries = 1; ; tries++) {
      const hashes = await this.#open.offer(this.#as, [...base], text)
      await this.flush()
      // When the own log went on in another meanwhile, what was made for the old one is gone: once more, for the new one.
      if (await this.#open.call({ type: 'holds', hashes })) return hashes
      if (tries === 2) throw fail('DRAFT_LOG_MOVED')
    }
  }

  async offers(): Promise<DraftOffer[]> {
    this.#mustBeOpen()
    await this.#sendAll()
    return offersOf(this.#open)
  }

  async anchor(at: number): Promise<string> {
    this.#mustBeOpen()
    await this.#sendAll()
    return this.#open.call({ type: 'anchor', client: this.#view, seen: this.#version, at })
  }

  async place(anchors: readonly string[]): Promise<(number | null)[]> {
    this.#mustBeOpen()
    const places = await this.#open.call({ type: 'place', anchors: [...anchors] })
    const own = textOf([...this.#underWay, ...this.#unsent]).flat()
    return places.map((at) => (at === null ? null : movedPast(at, own)))
  }

  waiting(): Promise<number> {
    this.#mustBeOpen()
    return this.#open.waiting()
  }

  async size(): Promise<DraftMeasure[]> {
    this.#mustBeOpen()
    return this.#sendAll().then(() => this.#open.call({ type: 'size' }))
  }

  on<Name extends keyof Listeners>(
    event: Name,
    listener: Listeners[Name] extends Set<infer Listener> ? Listener : never,
  ): () => void {
    const listeners = this.#listeners[event] as Set<unknown>
    listeners.add(listener)
    return () => listeners.delete(listener)
  }

  async finish(): Promise<void> {
    try {
      await this.flush()
    } finally {
      this.#closed = true
      if (this.#timer !== null) clearTimeout(this.#timer)
    }
  }

  async close(): Promise<void> {
    if (this.#closed) return
    try {
      await this.finish()
    } finally {
      await this.#open.leave(this.#view).catch(() => undefined)
      await this.#onClose()
    }
  }

  onChanged({ version, patches, heads, own, parts }: FromWorker & { type: 'changed' }): void {
    this.#version = version
    this.#heads = heads
    let shown = patches
    for (const batches of [this.#underWay, this.#unsent]) {
      batches.forEach((batch, index) => {
        if (batch instanceof PartBatch) return batch.move(shown)
        const both = rebase(batch, shown)
        batches[index] = both.first
        shown = both.second
      })
    }
    this.#length += growth(shown)
    if (this.#unsent.length > 0) this.#schedule()
    this.#emit(shown, own, parts)
  }

  onFailed(error: Error): void {
    for (const listener of this.#listeners.failed) listener(error)
  }

  shownHeads(): string[] {
    return this.#heads
  }

  onRejoined(): void {
    this.#version = 0
  }

  onLost(): void {
    void this.#lose(fail('DRAFT_EDIT_LOST', { reason: 'the worker died with it' })).catch(() => undefined)
  }

  #emit(patches: TextPatch[], own: boolean, parts = false): void {
    if (patches.length === 0 && !parts) return
    const { commons, draft } = this
    const heads = this.#heads
    for (const listener of this.#listeners.changed) {
      const event: DraftChangedEvent = { commons, draft, origin: own ? 'local' : 'remote', patches, heads }
      listener(parts ? { ...event, parts: true } : event)
    }
  }

  /**
   * A change goes out at once if the last one is long enough ago, else when the pause is over: the first key stroke
   * does not wait. The pause is short while others write or follow; alone, a second's edits are gathered.
   */
  #schedule(): void {
    if (this.#sending !== null) return
    const pause = this.#open.live ? PAUSE_LIVE_MS : PAUSE_ALONE_MS
    const due = this.#lastSent + pause
    // Others may have begun to write while a long pause was running.
    if (this.#timer !== null && due >= this.#due) return
    if (this.#timer !== null) clearTimeout(this.#timer)
    this.#due = due
    this.#timer = setTimeout(
      () => {
        this.#timer = null
        void this.#sendAll().catch(() => undefined)
      },
      Math.min(PAUSE_ALONE_MS, Math.max(0, due - this.#clock.now())),
    )
  }

  /** Ends the batch under way and hands over all there is. */
  async #sendAll(): Promise<void> {
    this.#cut = true
    while (this.#unsent.length > 0 || this.#sending !== null) {
      this.#sending ??= this.#send().finally(() => {
        this.#sending = null
        if (this.#unsent.length > 0) this.#schedule()
      })
      await this.#sending
    }
  }

  async #send(): Promise<void> {
    const [first] = this.#unsent
    const end = this.#unsent.findIndex((batch) => batch instanceof PartBatch)
    this.#underWay = this.#unsent.splice(0, end < 0 ? this.#unsent.length : Math.max(1, end))
    this.#cut = true
    if (first instanceof PartBatch) return this.#sendParts(first)
    this.#lastSent = this.#clock.now()
    try {
      this.#heads = await this.#open.make(this.#as, (by) => {
        return { type: 'edit', ...by, ...this.#seen, batches: textOf(this.#underWay) }
      })
      this.#underWay = []
    } catch (error) {
      await this.#lose(error instanceof Error ? error : new Error(String(error)))
    }
  }

  /** What the worker must know to move edits past what this view hasn't seen. */
  get #seen(): { client: number; seen: number } {
    return { client: this.#view, seen: this.#version }
  }

  /** What cannot be done is told to whoever asked; the text stays as it is. */
  async #sendParts(batch: PartBatch): Promise<void> {
    try {
      this.#heads = await this.#open.make(this.#as, (by) => {
        return { type: 'editParts', ...by, ...this.#seen, edits: batch.edits }
      })
      batch.resolve()
    } catch (error) {
      batch.reject(error)
    } finally {
      this.#underWay = []
    }
  }

  /** Edits that did not become part of the draft: what is shown goes back to what is there. */
  async #lose(error: Error): Promise<void> {
    for (const batch of this.#unsent) if (batch instanceof PartBatch) batch.reject(error)
    this.#underWay = []
    this.#unsent = []
    this.#cut = true
    this.#failure = error
    this.onFailed(error)
    const { text, heads } = await this.#open.call({ type: 'read' })
    this.#heads = heads
    const before = this.#length
    this.#length = text.length
    this.#emit([{ at: 0, del: before, ins: text }], false, true)
  }

  #mustBeOpen(): void {
    if (this.#closed) throw fail('DRAFT_CLOSED')
  }
}

/** What waited was made for a log that is written to no more. */
export function isMoved(error: unknown): boolean {
  const cause = error instanceof Error ? (error.cause as { code?: string } | undefined) : undefined
  return cause?.code?.endsWith('LOG_MOVED') === true
}

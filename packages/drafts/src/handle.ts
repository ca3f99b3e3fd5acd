import type { Clock, CommonsId, PersonId, RecordId } from '@allmende/vocabulary'
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
import type { OpenDraft } from './open-draft.ts'
import { Outbox } from './outbox.ts'
import { checkPartEdits } from './part-edits.ts'
import { blameOf, historyOf, offersOf, partsBlameOf, sinceOf } from './past.ts'
import { applyPatches, growth, movedPast } from './splices.ts'
import type { View } from './view.ts'
import type { FromWorker } from './worker/protocol.ts'

type Listeners = { changed: Set<(event: DraftChangedEvent) => void>; failed: Set<(error: Error) => void> }

/**
 * One view of an open draft. It shows own edits at once, and the worker has them a little later; what the worker tells
 * meanwhile is moved past them here, and they past it there, by the same rule (`rebase`), so both come to the same
 * text.
 */
export class Handle implements DraftHandle, View {
  readonly commons: CommonsId
  readonly draft: RecordId
  readonly #as: OpeningExtras
  readonly #onlyOffers: boolean
  readonly #open: OpenDraft
  readonly #onClose: () => Promise<void>
  readonly #listeners: Listeners = { changed: new Set(), failed: new Set() }
  readonly #outbox: Outbox
  #view = 0
  #version = 0
  #length = 0
  #heads: string[] = []
  /** Places that somebody asks for while edits are handed over: they move with the text that is shown. */
  readonly #asked = new Set<{ at: number }>()
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
    this.#onClose = onClose
    this.#outbox = new Outbox({
      as: this.#as,
      open,
      clock,
      seen: () => ({ client: this.#view, seen: this.#version }),
      made: (heads) => (this.#heads = heads),
      lost: (error) => this.#lose(error),
    })
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
    return applyPatches(text, this.#outbox.patches)
  }

  async heads(): Promise<string[]> {
    this.#mustBeOpen()
    await this.#outbox.sendAll()
    return this.#heads
  }

  async read(): Promise<{ text: string; heads: string[] }> {
    this.#mustBeOpen()
    await this.#outbox.sendAll()
    return this.#open.call({ type: 'read' })
  }

  splice(at: number, del: number, ins: string): void {
    this.#mustBeOpen()
    if (this.#onlyOffers) throw fail('DRAFT_ONLY_OFFERS')
    const whole = Number.isSafeInteger(at) && Number.isSafeInteger(del)
    if (!whole || at < 0 || del < 0 || at + del > this.#length) {
      throw fail('DRAFT_RANGE', { expected: `0 to ${this.#length}`, found: `${at} to ${at + del}` })
    }
    this.#outbox.add({ at, del, ins: ins.toWellFormed() })
    this.#length += ins.length - del
    this.#moveAsked([{ at, del, ins }])
  }

  async replaceWith(text: string, base?: readonly string[]): Promise<void> {
    this.#mustBeOpen()
    if (this.#onlyOffers) throw fail('DRAFT_ONLY_OFFERS')
    const shown = base ?? (await this.heads())
    await this.#outbox.sendAll()
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
    await this.#outbox.sendAll()
    return this.#open.call({ type: 'parts', ...(heads && { at: [...heads] }) })
  }

  async partsBlame(): Promise<DraftPartAuthor[]> {
    this.#mustBeOpen()
    return this.#outbox.sendAll().then(() => partsBlameOf(this.#open))
  }

  editParts(edits: readonly DraftPartEdit[]): Promise<void> {
    this.#mustBeOpen()
    checkPartEdits(edits, this.#length)
    return this.#outbox.addParts(edits)
  }

  async flush(): Promise<void> {
    await this.#outbox.sendAll()
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
    return this.#outbox.sendAll().then(() => historyOf(this.#open))
  }

  blame(): Promise<DraftPassage[]> {
    this.#mustBeOpen()
    return this.#outbox.sendAll().then(() => blameOf(this.#open))
  }

  since(heads: readonly string[], self: PersonId | null): Promise<DraftSince | null> {
    this.#mustBeOpen()
    return this.#outbox.sendAll().then(() => sinceOf(this.#open, heads, self))
  }

  async textAt(heads: readonly string[]): Promise<string> {
    this.#mustBeOpen()
    await this.#outbox.sendAll()
    return (await this.#open.call({ type: 'read', at: [...heads] })).text
  }

  async offer(text: string, base: readonly string[]): Promise<string[]> {
    this.#mustBeOpen()
    await this.#outbox.sendAll()
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
    await this.#outbox.sendAll()
    return offersOf(this.#open)
  }

  async anchor(at: number): Promise<string> {
    this.#mustBeOpen()
    const asked = { at }
    this.#asked.add(asked)
    try {
      await this.#outbox.sendAll()
      return await this.#open.call({ type: 'anchor', client: this.#view, seen: this.#version, at: asked.at })
    } finally {
      this.#asked.delete(asked)
    }
  }

  async place(anchors: readonly string[]): Promise<(number | null)[]> {
    this.#mustBeOpen()
    const places = await this.#open.call({ type: 'place', anchors: [...anchors] })
    const own = this.#outbox.patches
    return places.map((at) => (at === null ? null : movedPast(at, own)))
  }

  waiting(): Promise<number> {
    this.#mustBeOpen()
    return this.#open.waiting()
  }

  async size(): Promise<DraftMeasure[]> {
    this.#mustBeOpen()
    return this.#outbox.sendAll().then(() => this.#open.call({ type: 'size' }))
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
      this.#outbox.stop()
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
    const shown = this.#outbox.move(patches)
    this.#length += growth(shown)
    this.#moveAsked(shown)
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

  #moveAsked(patches: readonly TextPatch[]): void {
    for (const asked of this.#asked) asked.at = movedPast(asked.at, patches)
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

  /** Edits that did not become part of the draft: what is shown goes back to what is there. */
  async #lose(error: Error): Promise<void> {
    this.#outbox.drop(error)
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

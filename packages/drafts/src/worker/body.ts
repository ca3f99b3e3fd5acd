import { openChunk } from '../change/chunk.ts'
import { type CharacterId, encodeChange } from '../change/encode.ts'
import type { DraftScalar, TextPatch } from '../contract.ts'
import { difference } from '../difference.ts'
import { fail } from '../errors.ts'
import { GENESIS_PARTS_HASH } from '../genesis.ts'
import type { Judge } from '../judge.ts'
import { TextEngine } from './engine.ts'
import type { Accepted } from './ledger.ts'
import type { LiveState } from './live-state.ts'
import { LiveText } from './live-text.ts'
import type { PartStep, RawParts } from './parts.ts'

/** A call of Automerge longer than this, while somebody looks, is reason enough to keep the live text beside it. */
export const LIVE_FROM_MS = 2

/** So many changes of an empty document are a history: Automerge loads them instead of applying them, and is not waited for. */
const LOAD_FROM = 64

/** As are so many operations in few changes: a text that was put in at once. */
const LOAD_FROM_OPERATIONS = 4_000

/** From so many characters on a call of Automerge is likely to take longer than `LIVE_FROM_MS`. */
const LIVE_FROM_LENGTH = 4_000

/** So many changes beside a saved document take Automerge longer than a live text of it all: half a millisecond each, where they are scattered. */
const LIVE_FROM_CHANGES = 256

/** A body as it lies in a snapshot: Automerge's document (null for an empty one), what is shown and isn't in it, the live text. */
export type SavedBody = { saved: Uint8Array | null; beside: Accepted[]; live: LiveState | null }

/**
 * The text of a draft: in Automerge, and, once others write into a document that has some length, in a live text
 * beside it, which Automerge then follows at leisure (`settle`).
 */
export class Body {
  readonly #liveFrom: number
  /** Automerge, once it is needed: to load it takes longer than to show a text. */
  #loaded: TextEngine | null = null
  #live: LiveText | null = null
  /** The document that `rebuild` begins with; null for an empty one. */
  #saved: Uint8Array | null = null
  /** What `rebuild` gives to that one first: it was shown when that was saved, and not settled. */
  #beside: readonly Accepted[] = []
  /** Automerge's document is not the saved one any more. */
  #isChanged = false
  #actor: string | null = null
  #isEmpty = true
  #last = 0
  /** Shown already, and not given to Automerge yet. */
  #unsettled: Accepted[] = []

  constructor(liveFrom = LIVE_FROM_MS) {
    this.#liveFrom = liveFrom
  }

  /** Throws `DRAFT_SNAPSHOT` when Automerge can't load what it saved. */
  get #engine(): TextEngine {
    if (this.#loaded !== null) return this.#loaded
    if (this.#saved === null) return (this.#loaded = TextEngine.empty())
    try {
      return (this.#loaded = TextEngine.load(this.#saved))
    } catch (error) {
      if (error instanceof WebAssembly.RuntimeError) throw error
      throw fail('DRAFT_SNAPSHOT', { reason: String(error), cause: error })
    }
  }

  get isLive(): boolean {
    return this.#live !== null
  }

  get unsettled(): readonly Accepted[] {
    return this.#unsettled
  }

  get length(): number {
    return this.#live?.length ?? (this.#isEmpty ? 0 : this.#engine.length)
  }

  text(): string {
    return this.#live?.text() ?? (this.#isEmpty ? '' : this.#engine.text())
  }

  /** Of the text that is shown. The judge knows of nothing else by then. */
  heads(judge: Judge): string[] {
    if (this.#live !== null) return judge.graph.heads()
    return this.#isEmpty ? [GENESIS_PARTS_HASH] : this.#engine.heads()
  }

  /** Under whom edits are made. Automerge is told only where it makes them: that costs it a copy of the document. */
  become(actor: string): void {
    this.#actor = actor
  }

  /** Shows changes. Throws what Automerge throws; the body is not to be used then until `rebuild`. */
  show(changes: Accepted[]): TextPatch[] {
    this.#unsettled.push(...changes)
    if (this.#live === null && this.#isHistory(changes)) return this.#showHistory(changes)
    if (this.#live === null) return this.settle()
    const patches: TextPatch[] = []
    for (const { bytes } of changes) {
      patches.push(...this.#live.apply(bytes))
      if (this.#live.isOverrun) break
    }
    return patches
  }

  /** The live text was left in the middle of what was to be shown: `withoutLive` shows the rest. */
  get isOverrun(): boolean {
    return this.#live?.isOverrun === true
  }

  /** Automerge takes over from the live text. Throws as `show`. */
  withoutLive(): TextPatch[] {
    const shown = this.text()
    this.settle()
    this.#live = null
    return difference(shown, this.text())
  }

  #isHistory(changes: readonly Accepted[]): boolean {
    if (!this.#isEmpty || this.#liveFrom === Infinity) return false
    const operations = changes.reduce((sum, { count = 0 }) => sum + count, 0)
    return changes.length >= LOAD_FROM || operations >= LOAD_FROM_OPERATIONS
  }

  /** Automerge takes three times as long for a history as for a document that it saved; the live text takes as long as that. */
  #showHistory(changes: readonly Accepted[]): TextPatch[] {
    this.#live = new LiveText()
    this.#live.load(changes.map(({ bytes }) => bytes))
    return [{ at: 0, del: 0, ins: this.#live.text() }]
  }

  /**
   * Gives Automerge what it has not got yet, or so many of it, in one call: a call costs by the size of the document.
   * To an empty document it gives all: Automerge loads a history in one call, and would be slow with the parts. Throws as `show`.
   */
  settle(most = Infinity): TextPatch[] {
    if (this.#unsettled.length === 0) return []
    const count = this.#isEmpty ? this.#unsettled.length : most
    const start = performance.now()
    const patches = this.#give(this.#unsettled.slice(0, count).map(({ bytes }) => bytes))
    this.#last = performance.now() - start
    this.#unsettled = this.#unsettled.slice(count)
    return patches
  }

  #give(changes: Uint8Array[]): TextPatch[] {
    this.#isChanged = true
    if (!this.#isEmpty) return this.#engine.apply(changes)
    this.#isEmpty = false
    if (changes.length < LOAD_FROM) return this.#engine.apply(changes)
    const engine = TextEngine.of(changes, this.#actor ?? undefined)
    this.#loaded?.free()
    this.#loaded = engine
    return [{ at: 0, del: 0, ins: engine.text() }]
  }

  /** Begins the live text if the last call was slow. */
  considerLive(): void {
    this.#beginLive(this.#last >= this.#liveFrom)
  }

  /** Somebody begins to look, and may write in a moment: the live text of a document with some length is not begun in the midst of that. */
  prepareLive(): void {
    this.#beginLive(this.length >= LIVE_FROM_LENGTH)
  }

  /** So many changes will be shown behind a saved document, all at once: Automerge is not waited for. */
  expect(count: number): void {
    this.#beginLive(count >= LIVE_FROM_CHANGES)
  }

  #beginLive(isDue: boolean): void {
    if (!isDue || this.#live !== null || this.#liveFrom === Infinity) return
    this.#live = liveTextOf(this.#engine)
  }

  /** Makes one change of a batch; null when it edits nothing. Throws `DRAFT_RANGE`; the body has to be rebuilt then. */
  commit(batch: readonly TextPatch[], time: number, judge: Judge): Uint8Array | null {
    if (this.#live !== null) return this.#commitLive(this.#live, batch, time, judge)
    this.#isEmpty = false
    this.#isChanged = true
    // A copy of the document: half a millisecond at 180,000 characters, where two write through one node by turns.
    if (this.#engine.actor !== this.#actor) this.#engine.become(this.#actor!)
    for (const patch of batch) {
      this.#checkRange(patch)
      this.#engine.splice(patch)
    }
    return this.#engine.commit(time)
  }

  /** The character before a position; empty for the beginning. */
  anchor(at: number): string {
    if (at === 0) return ''
    return this.#live?.anchor(at) ?? this.#engine.anchor(at)
  }

  /** The position behind a character, or where it was. It must have been put in by a change that is shown. */
  place(id: CharacterId): number {
    return this.#live?.place(id) ?? this.#engine.place(`${id.counter}@${id.actor}`)
  }

  /** Makes one change beside the text; null when it edits nothing. All must be settled, and Automerge makes it. */
  commitParts(steps: readonly PartStep[], time: number): Uint8Array | null {
    this.#isEmpty = false
    this.#isChanged = true
    if (this.#engine.actor !== this.#actor) this.#engine.become(this.#actor!)
    for (const step of steps) this.#engine.perform(step)
    const change = this.#engine.commit(time)
    // Marks have their places in the live text, too.
    if (change !== null) this.#live?.apply(change)
    return change
  }

  /** What stands beside the text. All must be settled. */
  parts(only?: readonly string[]): RawParts {
    return this.#engine.parts(undefined, only)
  }

  partsAt(heads: readonly string[] | undefined): RawParts {
    return this.#engine.parts(heads)
  }

  lineObject(id: string, heads?: readonly string[]): string | undefined {
    return this.#engine.lineObject(id, heads)
  }

  values(object: string, key: string, heads?: readonly string[]): DraftScalar[] {
    return this.#engine.values(object, key, heads)
  }

  textAt(heads: readonly string[]): string {
    return this.#engine.text(heads)
  }

  patches(from: readonly string[], to: readonly string[]): TextPatch[] {
    return this.#engine.patches(from, to)
  }

  /** The text as characters with the operations that put them in. All must be settled. */
  characters(): ReturnType<LiveText['characters']> {
    return (this.#live ?? liveTextOf(this.#engine)).characters()
  }

  /** The same for the text that some changes make, all they rest on among them. */
  charactersAt(changes: ReadonlySet<string>): ReturnType<LiveText['characters']> {
    const live = new LiveText()
    live.load(this.#engine.changes().filter((bytes) => changes.has(openChunk(bytes).hash)))
    return live.characters()
  }

  /** Automerge's word counts: false when the live text had come to another, which is dropped. All must be settled. */
  agrees(): boolean {
    if (this.#live === null || this.#live.text() === this.#engine.text()) return true
    this.#live = null
    return false
  }

  /** Makes the present what `rebuild` begins with. Nothing has to be settled. */
  save(): SavedBody {
    if (this.#isChanged) this.#saved = this.#engine.save()
    this.#isChanged = false
    this.#beside = [...this.#unsettled]
    return { saved: this.#saved, beside: this.#unsettled, live: this.#live?.state() ?? null }
  }

  /**
   * Takes up what was saved. Where a live text is in it, Automerge loads its document when it is needed; else at once. Throws when it
   * cannot, and nothing is taken up then.
   */
  load({ saved, beside, live }: SavedBody): void {
    const text = live === null || this.#liveFrom === Infinity ? null : LiveText.of(live)
    const engine = text !== null || saved === null ? null : TextEngine.load(saved)
    this.free()
    this.#loaded = engine
    this.#live = text
    this.#saved = saved
    this.#beside = beside
    this.#unsettled = [...beside]
    this.#isEmpty = saved === null
    if (text === null) this.settle()
  }

  /** Builds the document anew from what was saved last and changes since; false when they fail. */
  rebuild(changes: readonly Accepted[]): boolean {
    const actor = this.#actor ?? undefined
    const all = [...this.#beside, ...changes]
    const engine = this.#saved === null ? TextEngine.empty(actor) : TextEngine.load(this.#saved, actor)
    try {
      if (all.length > 0) engine.apply(all.map(({ bytes }) => bytes))
    } catch (error) {
      if (error instanceof WebAssembly.RuntimeError) throw error
      return false
    }
    this.#loaded = engine
    this.#isEmpty = false
    this.#isChanged = true
    this.#unsettled = []
    if (this.#live !== null) this.#live = liveTextOf(engine)
    return true
  }

  free(): void {
    this.#loaded?.free()
    this.#loaded = null
  }

  #commitLive(live: LiveText, batch: readonly TextPatch[], time: number, judge: Judge): Uint8Array | null {
    const actor = this.#actor!
    const deps = judge.graph.heads()
    const startOp = judge.graph.maxCounter(deps) + 1
    let counter = startOp
    const operations = batch.flatMap((patch) => {
      this.#checkRange(patch)
      const made = live.edit(patch, actor, counter)
      counter += made.length
      return made
    })
    if (operations.length === 0) return null
    return encodeChange({ actor, seq: judge.next(actor), startOp, time, deps, operations })
  }

  /** An own change that the live text has already. */
  owns(accepted: Accepted): void {
    if (this.#live !== null) this.#unsettled.push(accepted)
  }

  #checkRange({ at, del }: TextPatch): void {
    const { length } = this
    if (at >= 0 && del >= 0 && at + del <= length) return
    throw fail('DRAFT_RANGE', { expected: `0 to ${length}`, found: `${at} to ${at + del}` })
  }
}

function liveTextOf(engine: TextEngine): LiveText {
  const live = new LiveText()
  live.load(engine.changes())
  return live
}

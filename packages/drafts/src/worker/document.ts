import type { DraftMeasure, DraftParts, TextPatch } from '../contract.ts'
import { difference } from '../difference.ts'
import { type ErrorCode, fail } from '../errors.ts'
import type { Refusal, Submission } from '../judge.ts'
import { DRAFT_LIMITS, type DraftLimits } from '../limits.ts'
import { movedPast } from '../splices.ts'
import { placesOf } from './anchors.ts'
import { Body } from './body.ts'
import { Clients } from './clients.ts'
import { keepOutCulprits } from './culprits.ts'
import { Editing } from './editing.ts'
import { type Accepted, Ledger } from './ledger.ts'
import { Offers } from './offers.ts'
import type { Answers, Positions, Told } from './protocol.ts'
import { partsOf, passagesOf, sinceOf } from './reading.ts'
import { measuresOf, partMeasuresOf } from './room.ts'
import { SnapshotFile } from './snapshot-file.ts'
import { WideCharacters } from './whole-characters.ts'

export type DocumentEvents = {
  told(told: Told): void
  refused(refusals: Refusal[]): void
}

/** So many changes that Automerge has not got yet lie in a snapshot beside its document. */
const MOST_BESIDE = 2_000

/** One draft inside a worker: the verdicts, the text, and those who look at it. */
export class DraftDocument {
  readonly #file: SnapshotFile
  readonly #events: DocumentEvents
  readonly #positions = new Map<string, number>()
  readonly #clients: Clients
  readonly #ledger: Ledger
  readonly #body: Body
  readonly offers: Offers
  readonly #limits: DraftLimits
  readonly editing: Editing
  readonly #wide = new WideCharacters(() => this.#body.text())

  /** `liveFrom`: from which duration of a call on, in milliseconds, a live text is kept. A parameter for tests, as are the limits. */
  constructor(
    file: string,
    banned: Map<string, ErrorCode>,
    events: DocumentEvents,
    liveFrom?: number,
    limits: DraftLimits = DRAFT_LIMITS,
  ) {
    this.#body = new Body(liveFrom)
    this.#limits = limits
    this.#file = new SnapshotFile(file)
    this.#events = events
    this.#ledger = new Ledger(banned)
    this.offers = new Offers(this.#body, this.#ledger, () => {
      this.apply()
      this.settle()
    })
    this.#clients = new Clients((told) => events.told(told))
    this.editing = new Editing({
      body: this.#body,
      ledger: this.#ledger,
      clients: this.#clients,
      wide: this.#wide,
      offers: this.offers,
      heads: () => this.heads,
      measures: () => this.#measures,
      apply: () => this.apply(),
      settle: () => this.settle(),
      knows: (heads) => this.#knows(heads),
      tell: (patches, own) => this.#tell(patches, own),
    })
  }

  /** Takes up the snapshot, if there is a good one; what is wrong with it is only a reason to read more from the logs. */
  load(): Positions {
    const snapshot = this.#file.restore(this.#body, this.#ledger)
    if (snapshot === null) return []
    const { positions: first, increments } = snapshot
    for (const { submissions, positions } of [{ submissions: [], positions: first }, ...increments]) {
      for (const submission of submissions) this.#ledger.submit(submission)
      for (const [log, next] of positions) this.#positions.set(log, next)
    }
    this.#body.expect(this.#ledger.untaken.length)
    this.apply()
    if (!this.#file.wantsWhole(false)) this.#ledger.written()
    return this.positions
  }

  get positions(): Positions {
    return [...this.#positions]
  }

  get heads(): string[] {
    return this.#body.heads(this.#ledger.judge)
  }

  get waiting(): number {
    return this.#ledger.judge.parked
  }

  /** How many changes are shown that Automerge has yet to follow. */
  get unsettled(): number {
    return this.#body.unsettled.length
  }

  get isWatched(): boolean {
    return this.#clients.count > 0
  }

  /** How much of each limit is used. */
  size(): DraftMeasure[] {
    return [...this.#measures, ...partMeasuresOf(this.#ledger.judge.graph)]
  }

  get #measures(): ReturnType<typeof measuresOf> {
    return measuresOf(this.#ledger.judge.graph, this.#body.length, this.#limits)
  }

  /** Judges what came from logs. What is good waits for `apply`. */
  submit(submissions: Submission[], positions: Positions): void {
    const refusals = submissions.flatMap((submission) => this.#ledger.submit(submission))
    for (const [log, next] of positions) this.#positions.set(log, next)
    if (refusals.length > 0) this.#events.refused(refusals)
  }

  /** Shows all that waits, in one call. */
  apply(): void {
    const changes = this.#ledger.take()
    if (changes.length === 0) return
    const patches = this.#guarded(changes, () => this.#body.show(changes))
    if (this.#body.isOverrun) patches.push(...this.#guarded([], () => this.#body.withoutLive()))
    const parts = changes.some((change) => change.parts)
    this.#tell(patches, false, parts)
    if (this.isWatched) this.#body.considerLive()
  }

  /** Lets Automerge catch up with what is shown, or with so many changes of it. */
  settle(most?: number): void {
    if (this.unsettled === 0) return
    const patches = this.#guarded([], () => {
      this.#body.settle(most)
      // What Automerge says now was shown before.
      return []
    })
    this.#tell(patches, false)
    if (this.unsettled === 0) this.#compare()
  }

  /** Automerge's word counts. */
  #compare(): void {
    const shown = this.#body.text()
    if (!this.#body.agrees()) this.#tell(difference(shown, this.#body.text()), false)
  }

  /** `lost` when the heads of the text that the client still shows are gone. */
  join(client: number, since?: string[], shown?: string): Answers['join'] {
    // What came while nobody looked.
    this.apply()
    this.#clients.add(client)
    if (shown !== undefined)
      this.#clients.tellOne(client, difference(shown, this.#body.text()), this.heads, true)
    const lost = since !== undefined && !this.#knows(since)
    if (since !== undefined && !lost) {
      this.settle()
      this.#clients.tellOne(client, this.#body.patches(since, this.heads), this.heads)
    }
    return { length: this.#body.length, heads: this.heads, lost }
  }

  /** What those who look may need in a moment. */
  prepare(): void {
    if (this.isWatched) this.#body.prepareLive()
  }

  leave(client: number): void {
    this.#clients.remove(client)
  }

  /** The character before a position of the text as a client was shown it; empty for the beginning. */
  anchor(client: number, seen: number, at: number): string {
    const now = movedPast(at, this.#clients.unseen(client, seen))
    if (now < 0 || now > this.#body.length) {
      throw fail('DRAFT_RANGE', { expected: `0 to ${this.#body.length}`, found: String(at) })
    }
    return this.#body.anchor(now)
  }

  /** Where characters stand now, the position behind them; of one that was taken out where it was. Null for what names none. */
  place(anchors: readonly string[]): (number | null)[] {
    this.apply()
    return placesOf(anchors, this.#ledger.judge.graph, this.#body)
  }

  /** What stands beside the text, or stood there at some heads. */
  parts(at?: string[]): DraftParts {
    this.apply()
    this.settle()
    if (at !== undefined && !this.#knows(at)) throw fail('DRAFT_HEADS_UNKNOWN')
    return partsOf(this.#body, this.#ledger.judge.graph, at)
  }

  partsBlame(): Answers['partsBlame'] {
    this.apply()
    return this.#ledger.judge.graph.partChanges()
  }

  read(at?: string[]): { text: string; heads: string[] } {
    this.apply()
    if (at === undefined) return { text: this.#body.text(), heads: this.heads }
    this.settle()
    if (!this.#knows(at)) throw fail('DRAFT_HEADS_UNKNOWN')
    return { text: this.#body.textAt(at), heads: at }
  }

  /** The text in passages, each with the change that put it in. */
  blame(): [text: string, hash: string][] {
    this.apply()
    this.settle()
    return passagesOf(this.#body, this.#ledger.judge.graph)
  }

  /** The changes since these heads, and the texts to compare: where both came from, as it was seen, and as the new changes had it. */
  since(seen: string[], own: string[]): Answers['since'] {
    this.apply()
    this.settle()
    return sinceOf(this.#body, this.#ledger.judge.graph, seen, own)
  }

  /** Records accept offered changes. What counts of them now waits for `apply`. */
  accept(hashes: readonly string[]): void {
    const refusals = this.#ledger.accept(hashes)
    if (refusals.length > 0) this.#events.refused(refusals)
  }

  history(): { hash: string; actor: string; time: number; count: number }[] {
    return this.#ledger.judge.graph.changes()
  }

  /**
   * Writes what came since the last snapshot. Not while own changes wait for the disk: a document with changes that
   * no log has would go on building on them after a crash, and nobody else could ever follow. False when nothing was written: a
   * first snapshot for which Automerge would have to catch up is put off to the next pause, unless the draft is `closing`.
   */
  snapshot(durable: number, closing = false): boolean {
    if (durable !== this.editing.count) return false
    this.apply()
    const isBehind = this.unsettled > MOST_BESIDE
    const submissions = this.#ledger.unwritten()
    if (this.#file.wantsWhole(isBehind)) {
      if (isBehind && !closing && !this.#file.hasWhole) return false
      if (isBehind) this.settle()
      this.#writeWhole()
    } else if (submissions.length > 0) {
      this.#file.append({ submissions, positions: this.positions })
      this.#ledger.written()
    }
    return true
  }

  free(): void {
    this.#body.free()
  }

  #writeWhole(): void {
    const saved = this.#body.save()
    this.#file.write(this.#ledger.checkpoint(), saved, this.positions)
  }

  #knows(heads: string[]): boolean {
    return heads.every((hash) => this.#ledger.judge.graph.has(hash))
  }

  #tell(patches: TextPatch[], own: boolean, parts = false): void {
    this.#wide.put(patches)
    this.#clients.tellAll(patches, this.heads, own, parts)
  }

  /**
   * Does something that Automerge may fail at, and returns what changed in the text that is shown. When it fails, what
   * is left of the document cannot be trusted: it is built anew, without the culprits. A trap of the wasm module goes
   * on upwards: it is the worker's end.
   */
  #guarded(changes: Accepted[], work: () => TextPatch[]): TextPatch[] {
    const before = this.heads
    // Settling puts another list in its place; what failed behind that was in this one.
    const waiting = this.#body.unsettled
    try {
      return work()
    } catch (error) {
      if (error instanceof WebAssembly.RuntimeError) throw error
      // Only now: in a long session thousands wait for Automerge, and each edit would cost by their number.
      const suspects = new Set([...waiting, ...changes].map(({ hash }) => hash))
      const shown = this.#body.isLive ? this.#body.text() : null
      const news = keepOutCulprits(this.#ledger, this.#body, suspects)
      if (news.length > 0) this.#events.refused(news)
      if (shown !== null) return difference(shown, this.#body.text())
      return this.#body.patches(before, this.heads)
    }
  }
}

import type { DraftMeasure, DraftPartEdit, DraftParts, TextPatch } from '../contract.ts'
import { openChunk } from '../change/chunk.ts'
import { difference } from '../difference.ts'
import { type ErrorCode, fail } from '../errors.ts'
import type { Refusal, Submission } from '../judge.ts'
import { DRAFT_LIMITS, type DraftLimits } from '../limits.ts'
import { movePartEdits, wholeMarks } from '../part-edits.ts'
import { movedPast, rebase } from '../splices.ts'
import { placesOf } from './anchors.ts'
import { Body } from './body.ts'
import { Clients } from './clients.ts'
import { keepOutCulprits } from './culprits.ts'
import { type Accepted, Ledger } from './ledger.ts'
import { mustBeOffered, Offers } from './offers.ts'
import { OwnChanges } from './own-changes.ts'
import { linesNeeded, planParts, stepsBetween } from './parts.ts'
import type { Answers, Positions, Request, Told } from './protocol.ts'
import { partsOf, passagesOf, sinceOf } from './reading.ts'
import { checkRoom, measuresOf, partMeasuresOf } from './room.ts'
import { SnapshotFile } from './snapshot-file.ts'
import { takeBack } from './take-back.ts'
import { WideCharacters } from './whole-characters.ts'

export type DocumentEvents = {
  told(told: Told): void
  refused(refusals: Refusal[]): void
}

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
  readonly #own: OwnChanges
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
    this.#own = new OwnChanges(this.#body, this.#ledger, this.#wide)
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
    this.apply()
    if (!this.#file.wantsWhole) this.#ledger.written()
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

  /** Whether Automerge has to follow what is shown already. */
  get isUnsettled(): boolean {
    return this.#body.unsettled.length > 0
  }

  /** How much of each limit is used. */
  size(): DraftMeasure[] {
    return [...this.#measures, ...partMeasuresOf(this.#ledger.judge.graph)]
  }

  get #measures(): ReturnType<typeof measuresOf> {
    return measuresOf(this.#ledger.judge.graph, this.#body.length, this.#limits)
  }

  #checkRoom(patches: readonly TextPatch[], steps = 0): void {
    checkRoom(this.#measures, patches, !this.#ledger.judge.graph.hasSession(this.#own.actor), steps)
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
    const parts = changes.some((change) => change.parts)
    this.#tell(patches, false, parts)
    if (this.#clients.count > 0) this.#body.considerLive()
  }

  /** Lets Automerge catch up with what is shown. */
  settle(): void {
    const patches = this.#guarded([], () => {
      this.#body.settle()
      // What Automerge says now was shown before.
      return []
    })
    this.#tell(patches, false)
  }

  /** `lost` when the heads of the text that the client still shows are gone. */
  join(client: number, since?: string[], shown?: string): Answers['join'] {
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

  leave(client: number): void {
    this.#clients.remove(client)
  }

  /** Under whom own edits are made from now on. */
  become(actor: string): void {
    this.#own.become(actor)
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

  /**
   * Edits by one client, made on the text as it was shown to it; one change for each batch, in order. `correction` is
   * what the client has to do to its text because an edit was moved to the edges of characters; it goes to the client
   * by `correct`, after the answer.
   */
  edit(
    client: number,
    seen: number,
    batches: TextPatch[][],
    time: number,
  ): { changes: Uint8Array[]; correction: TextPatch[] } {
    if (this.#body.isLive) this.apply()
    this.#checkRoom(batches.flat())
    let unseen = this.#clients.unseen(client, seen)
    let correction: TextPatch[] = []
    const changes = this.#all((made) => {
      for (const batch of batches) {
        const pastUnseen = rebase(batch, unseen)
        const pastCorrection = rebase(pastUnseen.first, correction)
        unseen = pastUnseen.second
        const whole = this.#wide.whole(pastCorrection.first)
        correction = [...pastCorrection.second, ...whole.correction]
        this.#own.text(whole.patches, time, made)
        this.#clients.tellOthers(client, whole.patches, this.heads)
      }
    })
    return { changes, correction }
  }

  correct(client: number, correction: TextPatch[]): void {
    this.#clients.tellOne(client, correction, this.heads)
  }

  /**
   * Edits beside the text by one client, as `edit`; all of them, or none. Automerge makes them, and so is brought up to date first:
   * they are few, and what they take the place of it knows best.
   */
  editParts(client: number, seen: number, edits: readonly DraftPartEdit[], time: number): Uint8Array[] {
    this.apply()
    this.settle()
    const moved = movePartEdits(edits, this.#clients.unseen(client, seen))
    const steps = planParts(
      this.#body.parts(linesNeeded(edits)),
      wholeMarks(moved, () => this.#body.text()),
    )
    this.#checkRoom([], steps.length)
    const changes = this.#all((made) => this.#own.steps(steps, time, made))
    if (changes.length > 0) this.#clients.tellOthers(client, [], this.heads, true)
    return changes
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

  /** Makes the text what an editor left, which began with the text at `base`. */
  replace(base: string[], text: string, time: number): Uint8Array[] {
    this.apply()
    if (!this.#knows(base)) throw fail('DRAFT_HEADS_UNKNOWN')
    const { before, meanwhile } = this.#since(base)
    const { patches } = this.#wide.whole(rebase(difference(before, text.toWellFormed()), meanwhile).first)
    this.#checkRoom(patches)
    const changes = this.#all((made) => this.#own.text(patches, time, made))
    this.#tell(patches, true)
    return changes
  }

  /** The text at some heads, and what was done to it since. */
  #since(base: string[]): { before: string; meanwhile: TextPatch[] } {
    if (base.toSorted().join(' ') === this.heads.toSorted().join(' ')) {
      return { before: this.#body.text(), meanwhile: [] }
    }
    this.settle()
    return { before: this.#body.textAt(base), meanwhile: this.#body.patches(base, this.heads) }
  }

  /** Makes what the last own changes did again, under other actors. Nobody is told: the text stays as it is. */
  reseat(
    drop: number,
    actors: readonly [old: string, anew: string][],
    time: number,
  ): { actor: string; change: Uint8Array }[] {
    this.apply()
    this.settle()
    const anew = new Map(actors)
    const made: { actor: string; change: Uint8Array }[] = []
    const stretches = takeBack(this.#ledger, this.#body, drop)
    this.#own.count -= drop
    for (const { actor, text, parts } of stretches) {
      // What was only offered is offered again by whoever waits for it.
      if (!anew.has(actor)) continue
      this.become(anew.get(actor)!)
      const changes = this.#all((list) => {
        this.#own.text(difference(this.#body.text(), text), time, list)
        this.settle()
        this.#own.steps(stepsBetween(this.#body.parts(), parts), time, list)
      })
      made.push(...changes.map((change) => ({ actor: this.#own.actor, change })))
    }
    return made
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

  /** Offers what a text has otherwise than the text at `base`, in pieces; nothing of it is shown. */
  offer({
    base,
    text,
    actors,
    log,
    time,
  }: Request & { type: 'offer' }): { hash: string; change: Uint8Array }[] {
    if (!this.#knows(base)) throw fail('DRAFT_HEADS_UNKNOWN')
    const pieces = this.offers.make(base, text, actors, time)
    this.#all((made) => {
      for (const [index, change] of pieces.entries()) {
        mustBeOffered(this.#ledger.offer(log, actors[index]!, change))
        made.push(change)
      }
    })
    return pieces.map((change) => ({ hash: openChunk(change).hash, change }))
  }

  history(): { hash: string; actor: string; time: number; count: number }[] {
    return this.#ledger.judge.graph.changes()
  }

  /**
   * Writes what came since the last snapshot. Not while own changes wait for the disk: a document with changes that
   * no log has would go on building on them after a crash, and nobody else could ever follow.
   */
  snapshot(durable: number): boolean {
    if (durable !== this.#own.count) return false
    this.apply()
    const submissions = this.#ledger.unwritten()
    if (this.#file.wantsWhole) this.#writeWhole()
    else if (submissions.length > 0) {
      this.#file.append({ submissions, positions: this.positions })
      this.#ledger.written()
    }
    return true
  }

  free(): void {
    this.#body.free()
  }

  #writeWhole(): void {
    this.settle()
    const shown = this.#body.text()
    if (!this.#body.agrees()) this.#tell(difference(shown, this.#body.text()), false)
    const saved = this.#body.save()
    this.#file.write(this.#ledger.checkpoint(), saved, this.positions)
  }

  #knows(heads: string[]): boolean {
    return heads.every((hash) => this.#ledger.judge.graph.has(hash))
  }

  /** As `OwnChanges.all`. The editor reads the draft again; only others must be told from what to what a failure changed it. */
  #all(work: (made: Uint8Array[]) => void): Uint8Array[] {
    const shown = this.#clients.count > 1 ? this.#body.text() : null
    try {
      return this.#own.all(work)
    } catch (error) {
      if (shown !== null) this.#tell(difference(shown, this.#body.text()), false)
      throw error
    }
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
    const suspects = new Set([...this.#body.unsettled, ...changes].map(({ hash }) => hash))
    const before = this.heads
    try {
      return work()
    } catch (error) {
      if (error instanceof WebAssembly.RuntimeError) throw error
      const shown = this.#body.isLive ? this.#body.text() : null
      const news = keepOutCulprits(this.#ledger, this.#body, suspects)
      if (news.length > 0) this.#events.refused(news)
      if (shown !== null) return difference(shown, this.#body.text())
      return this.#body.patches(before, this.heads)
    }
  }
}

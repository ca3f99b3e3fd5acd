import { deserialize, serialize } from 'node:v8'
import type { TextPatch } from '../contract.ts'
import { difference } from '../difference.ts'
import { type ErrorCode, fail } from '../errors.ts'
import { Judge, type JudgeState, type Refusal, type Submission } from '../judge.ts'
import { rebase } from '../splices.ts'
import { Clients, type Told } from './clients.ts'
import { cutBatch } from './cuts.ts'
import { TextEngine } from './engine.ts'
import type { Positions } from './protocol.ts'
import { appendIncrement, readSnapshot, writeWhole } from './snapshot.ts'
import { hasWide, wholeCharacters } from './whole-characters.ts'

/** A file of increments is written anew when they outgrow the whole, but not below this. */
const SMALLEST_REWRITE = 256 * 1024

export type DocumentEvents = {
  told(told: Told): void
  refused(refusals: Refusal[]): void
}

/** Where to begin again when a gathered call fails: a document that was good, and the verdicts of that moment. */
type Checkpoint = { saved: Uint8Array | null; judge: Buffer | null }

/** One draft inside a worker: verdicts, the Automerge document, and those who look at it. */
export class DraftDocument {
  readonly #file: string
  readonly #events: DocumentEvents
  readonly #banned: Map<string, ErrorCode>
  readonly #positions = new Map<string, number>()
  readonly #clients: Clients
  #checkpoint: Checkpoint = { saved: null, judge: null }
  #judge: Judge
  #engine: TextEngine
  #actor: string | null = null
  /** Submissions since the checkpoint, and how many of them the snapshot file has. */
  #since: Submission[] = []
  #written = 0
  #wholeBytes = 0
  #incrementBytes = 0
  /** Judged and good, not applied yet. */
  #pending: { hash: string; bytes: Uint8Array }[] = []
  #ownChanges = 0
  #wide: boolean | null = null

  constructor(file: string, banned: Map<string, ErrorCode>, events: DocumentEvents) {
    this.#file = file
    this.#banned = banned
    this.#events = events
    this.#judge = new Judge(banned)
    this.#engine = TextEngine.empty()
    this.#clients = new Clients((told) => events.told(told))
  }

  /** Takes up the snapshot, if there is a good one; what is wrong with it is only a reason to read more from the logs. */
  load(): Positions {
    const snapshot = this.#restore()
    if (snapshot === null) return []
    for (const { submissions, positions } of snapshot.increments) {
      for (const submission of submissions) this.#submit(submission)
      for (const [log, next] of positions) this.#positions.set(log, next)
    }
    this.apply()
    // A torn file is written anew before anything is added to it.
    if (snapshot.torn) this.#wholeBytes = 0
    this.#written = snapshot.torn ? 0 : this.#since.length
    return this.positions
  }

  get positions(): Positions {
    return [...this.#positions]
  }

  get heads(): string[] {
    return this.#engine.heads()
  }

  get hasPending(): boolean {
    return this.#pending.length > 0
  }

  get waiting(): number {
    return this.#judge.parked
  }

  /** Judges what came from logs. What is good waits for `apply`. */
  submit(submissions: Submission[], positions: Positions): void {
    const refusals = submissions.flatMap((submission) => this.#submit(submission))
    for (const [log, next] of positions) this.#positions.set(log, next)
    if (refusals.length > 0) this.#events.refused(refusals)
  }

  /** Applies all that waits, in one call. */
  apply(): void {
    if (this.#pending.length === 0) return
    const before = this.#engine.heads()
    let patches: TextPatch[]
    try {
      patches = this.#engine.apply(this.#pending.map(({ bytes }) => bytes))
    } catch (error) {
      if (error instanceof WebAssembly.RuntimeError) throw error
      this.#keepOutCulprit()
      patches = this.#engine.patches(before, this.#engine.heads())
    }
    this.#pending = []
    this.#tell(patches, null)
  }

  /** `since` after a worker's death: the heads of the text that the client still shows; `lost` when they are gone. */
  join(client: number, since?: string[]): { length: number; heads: string[]; lost: boolean } {
    const { length } = this.#engine
    this.#clients.add(client)
    const lost = since !== undefined && !this.#knows(since)
    if (since !== undefined && !lost) {
      this.#clients.tellOne(client, this.#engine.patches(since, this.heads), this.heads)
    }
    return { length, heads: this.heads, lost }
  }

  leave(client: number): void {
    this.#clients.remove(client)
  }

  become(actor: string): void {
    this.#actor = actor
    this.#engine.become(actor)
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
    let unseen = this.#clients.unseen(client, seen)
    let correction: TextPatch[] = []
    const changes: Uint8Array[] = []
    for (const batch of batches) {
      const pastUnseen = rebase(batch, unseen)
      const pastCorrection = rebase(pastUnseen.first, correction)
      unseen = pastUnseen.second
      const whole = this.#whole(pastCorrection.first)
      correction = [...pastCorrection.second, ...whole.correction]
      changes.push(...this.#commit(whole.patches, time))
      this.#clients.tellOthers(client, whole.patches, this.heads)
    }
    return { changes, correction }
  }

  correct(client: number, correction: TextPatch[]): void {
    this.#clients.tellOne(client, correction, this.heads)
  }

  /** Makes the text what an editor left, which began with the text at `base`. */
  replace(base: string[], text: string, time: number): Uint8Array[] {
    this.apply()
    if (!this.#knows(base)) throw fail('DRAFT_HEADS_UNKNOWN')
    const before = this.#engine.text(base)
    const meanwhile = this.#engine.patches(base, this.heads)
    const patches = rebase(difference(before, text.toWellFormed()), meanwhile).first
    const whole = this.#whole(patches).patches
    const changes = this.#commit(whole, time)
    this.#tell(whole, true)
    return changes
  }

  /** Makes what the last own changes did again, under another actor. Nobody is told: the text stays as it is. */
  reseat(drop: number, actor: string, time: number): Uint8Array[] {
    this.apply()
    const shown = this.#engine.text()
    const own = this.#since.filter(({ block }) => block < 0)
    const dropped = new Set(own.slice(own.length - drop))
    this.#since = this.#since.filter((submission) => !dropped.has(submission))
    this.#ownChanges -= drop
    this.#rebuild(this.#rejudge())
    this.become(actor)
    return this.#commit(difference(this.#engine.text(), shown), time)
  }

  read(at?: string[]): { text: string; heads: string[] } {
    if (at === undefined) this.apply()
    return { text: this.#engine.text(at), heads: at ?? this.heads }
  }

  history(): { hash: string; actor: string; time: number; count: number }[] {
    return [...this.#judge.graph.changes()]
  }

  /**
   * Writes what came since the last snapshot. Not while own changes wait for the disk: a document with changes that
   * no log has would go on building on them after a crash, and nobody else could ever follow.
   */
  snapshot(durable: number): boolean {
    if (durable !== this.#ownChanges) return false
    this.apply()
    const submissions = this.#since.slice(this.#written)
    if (this.#wholeBytes === 0 || this.#incrementBytes > Math.max(this.#wholeBytes, SMALLEST_REWRITE)) {
      this.#writeWhole()
    } else if (submissions.length > 0) {
      this.#incrementBytes += appendIncrement(this.#file, { submissions, positions: this.positions })
      this.#written = this.#since.length
    }
    return true
  }

  free(): void {
    this.#engine.free()
  }

  #knows(heads: string[]): boolean {
    return heads.every((hash) => this.#judge.graph.has(hash))
  }

  #submit(submission: Submission): Refusal[] {
    const { accepted, refused, known } = this.#judge.judge(submission)
    if (known !== true) this.#since.push(submission)
    this.#pending.push(...accepted)
    return refused
  }

  #commit(batch: TextPatch[], time: number): Uint8Array[] {
    const changes: Uint8Array[] = []
    for (const patches of cutBatch(batch, this.#wide === true ? this.#engine.text() : null)) {
      for (const patch of patches) {
        this.#checkRange(patch)
        this.#engine.splice(patch)
        if (hasWide(patch.ins)) this.#wide = true
      }
      const change = this.#engine.commit(time)
      if (change === null) continue
      this.#own(change)
      changes.push(change)
    }
    return changes
  }

  #checkRange({ at, del }: TextPatch): void {
    const { length } = this.#engine
    if (at >= 0 && del >= 0 && at + del <= length) return
    throw fail('DRAFT_RANGE', { expected: `0 to ${length}`, found: `${at} to ${at + del}` })
  }

  /** Own changes pass the same door: one that others would refuse must not be built upon. */
  #own(change: Uint8Array): void {
    const submission = { log: '', block: -1, index: 0, actor: this.#actor ?? '', allowed: true, change }
    const { accepted, refused } = this.#judge.judge(submission)
    const reason = refused[0]?.message ?? 'it would wait for something'
    if (accepted.length !== 1) {
      const pending = new Set(this.#pending.map(({ hash }) => hash))
      this.#rebuild(this.#rejudge().filter(({ hash }) => !pending.has(hash)))
      throw fail('DRAFT_EDIT_LOST', { reason })
    }
    this.#since.push(submission)
    this.#ownChanges++
  }

  #whole(patches: TextPatch[]): { patches: TextPatch[]; correction: TextPatch[] } {
    this.#wide ??= hasWide(this.#engine.text())
    // One edit of a batch may put in what the next one cuts.
    if (!this.#wide && !patches.some(({ ins }) => hasWide(ins))) return { patches, correction: [] }
    return wholeCharacters(this.#engine.text(), patches)
  }

  #tell(patches: TextPatch[], own: true | null): void {
    if (this.#wide === false && patches.some(({ ins }) => hasWide(ins))) this.#wide = true
    if (patches.length > 0) this.#clients.tellAll(patches, this.heads, own === true)
  }

  #restore(): ReturnType<typeof readSnapshot> {
    const snapshot = readSnapshot(this.#file)
    if (snapshot === null) return null
    const { judge, saved, positions } = snapshot.whole
    try {
      const engine = TextEngine.load(saved)
      this.#judge = Judge.from(judge, this.#banned)
      this.#engine.free()
      this.#engine = engine
    } catch (error) {
      if (error instanceof WebAssembly.RuntimeError) throw error
      return null
    }
    this.#checkpoint = { saved, judge: serialize(judge) }
    this.#wholeBytes = saved.length
    for (const [log, next] of positions) this.#positions.set(log, next)
    return snapshot
  }

  #writeWhole(): void {
    const judge = this.#judge.state()
    const saved = this.#engine.save()
    this.#wholeBytes = writeWhole(this.#file, { judge, saved, positions: this.positions })
    this.#incrementBytes = 0
    this.#checkpoint = { saved, judge: serialize(judge) }
    this.#since = []
    this.#written = 0
  }

  /**
   * A gathered call failed, and what is left of the document cannot be trusted. Finds the change with which it begins
   * to fail, by halves, keeps it out, and builds verdicts and document anew; until all goes through.
   */
  #keepOutCulprit(): void {
    for (;;) {
      const culprit = this.#findCulprit()
      if (culprit === null) return
      this.#banned.set(culprit, 'CHANGE_UNREADABLE')
      const known = new Set(this.#rejudge().map(({ hash }) => hash))
      this.#pending = this.#pending.filter(({ hash }) => known.has(hash))
    }
  }

  /** Judges all since the checkpoint again, and returns the changes that count. */
  #rejudge(): { hash: string; bytes: Uint8Array }[] {
    const { judge } = this.#checkpoint
    this.#judge =
      judge === null ? new Judge(this.#banned) : Judge.from(deserialize(judge) as JudgeState, this.#banned)
    const verdicts = this.#since.map((submission) => this.#judge.judge(submission))
    const refusals = verdicts.flatMap(({ refused }) => refused)
    const news = refusals.filter(({ hash }) => this.#pending.some((pending) => pending.hash === hash))
    if (news.length > 0) this.#events.refused(news)
    return verdicts.flatMap(({ accepted }) => accepted)
  }

  /** The change that makes the call fail, or null after the document was built anew with all of them. */
  #findCulprit(): string | null {
    const changes = this.#rejudge()
    const pending = new Set(this.#pending.map(({ hash }) => hash))
    const good = changes.filter(({ hash }) => !pending.has(hash))
    const suspects = changes.filter(({ hash }) => pending.has(hash))
    if (this.#rebuild([...good, ...suspects])) return null
    let low = 0
    let high = suspects.length
    while (high - low > 1) {
      const middle = (low + high) >> 1
      if (this.#rebuild([...good, ...suspects.slice(0, middle)])) low = middle
      else high = middle
    }
    const culprit = suspects[high - 1]
    if (culprit === undefined)
      throw fail('DRAFT_SNAPSHOT', { reason: 'the document before the failure cannot be built' })
    return culprit.hash
  }

  #rebuild(changes: { bytes: Uint8Array }[]): boolean {
    const { saved } = this.#checkpoint
    const actor = this.#actor ?? undefined
    const engine = saved === null ? TextEngine.empty(actor) : TextEngine.load(saved, actor)
    try {
      if (changes.length > 0) engine.apply(changes.map(({ bytes }) => bytes))
    } catch (error) {
      if (error instanceof WebAssembly.RuntimeError) throw error
      return false
    }
    this.#engine = engine
    return true
  }
}

import { rmSync } from 'node:fs'
import { openChunk } from './change/chunk.ts'
import type { Writer } from './edit-index.ts'
import type { OpeningExtras } from './entry.ts'
import { type ErrorCode, fail, isDeath } from './errors.ts'
import { Feed } from './feed.ts'
import { ownSubmission, type Submission } from './judge.ts'
import { readKeptOut, writeKeptOut } from './kept-out.ts'
import { LIVE_FOR_MS, OFFER_PIECES } from './limits.ts'
import type { Tenant } from './pool.ts'
import type { OpenDraftParts } from './open-draft-parts.ts'
import type { OwnChange, Session } from './session.ts'
import { Sessions } from './sessions.ts'
import type { View } from './view.ts'
import type { Answers, FromWorker, Positions, Request } from './worker/protocol.ts'

/** A draft whose worker died this often is given up until it is opened again. */
const DEATHS = 8

/** A snapshot is written this long after the last change. */
const SNAPSHOT_AFTER_MS = 2_000

type EditRequest = Extract<Request, { type: 'edit' | 'editParts' | 'replace' }>

/** One draft that is open: its document in a worker, the feed from the logs, the session of this device, its views. */
export class OpenDraft implements Tenant {
  readonly number: number
  readonly #parts: OpenDraftParts
  readonly #views = new Map<number, View>()
  readonly #banned: Map<string, ErrorCode>
  #feed: Feed | null = null
  #ready: Promise<void> = Promise.resolve()
  #reseating: Promise<void> | null = null
  readonly #sessions: Sessions
  #unsaved: OwnChange[] = []
  /** Own changes made by the worker since it opened the document. */
  #ownChanges = 0
  #deaths = 0
  /** After a death while busy with this draft: one edit at a time, so that a second death tells which one it was. */
  #careful = false
  /** Until all that is known was submitted: it is applied in one call. */
  #isOpening = false
  #othersWrote = 0
  #followed = false
  #nextView = 1
  #snapshotTimer: NodeJS.Timeout | null = null
  #closed = false

  constructor(parts: OpenDraftParts) {
    this.#parts = parts
    this.number = parts.number
    this.#banned = readKeptOut(parts.file)
    this.#sessions = new Sessions(parts)
  }

  /** Whether somebody else edits, or edited a short while ago. */
  get live(): boolean {
    return this.#followed || this.#views.size > 1 || this.#parts.clock.now() - this.#othersWrote < LIVE_FOR_MS
  }

  set followed(live: boolean) {
    this.#followed = live
  }

  open(): Promise<void> {
    this.#parts.slot.add(this)
    this.#ready = this.#openDocument()
    this.#ready.catch(() => undefined)
    return this.#well()
  }

  /** New edits are in the index. */
  pump(): void {
    void this.#well()
      .then(() => this.#feed?.pump())
      .catch((error: unknown) => this.#report(error))
  }

  /** The draft's records changed: held edits are looked at again, and own entries cite the new heads. */
  async recordsChanged(): Promise<void> {
    await this.#sessions.citeAnew()
    await this.#well()
    await this.#feed?.pump()
    await this.#acceptOffers()
  }

  /** Others are heard than before: all is judged from the beginning. What is shown becomes what counts now; what is typed meanwhile stays. */
  async judgeAnew(): Promise<void> {
    await this.#sessions.citeAnew()
    await this.#well()
    this.#ready = this.#judgeAnew()
    this.#ready.catch((error: unknown) => this.#report(error))
    return this.#well()
  }

  async #judgeAnew(): Promise<void> {
    // Who found the draft well a moment ago asks first.
    await new Promise((resolve) => setImmediate(resolve))
    const { slot, file, source } = this.#parts
    await this.#feed?.stop()
    const { text } = await slot.call(this.number, { type: 'read' })
    await slot.call(this.number, { type: 'close' })
    rmSync(file, { force: true })
    source.rights.forget()
    await this.#openDocument()
    await this.#rejoin(() => ({ shown: text }))
  }

  async join(view: View): Promise<{ view: number; length: number; heads: string[] }> {
    await this.#well()
    const number = this.#nextView++
    const { length, heads } = await this.call({ type: 'join', client: number })
    this.#views.set(number, view)
    return { view: number, length, heads }
  }

  async leave(view: number): Promise<void> {
    this.#views.delete(view)
    await this.call({ type: 'leave', client: view })
  }

  get views(): number {
    return this.#views.size
  }

  /** Asks the worker; waits for it to be well again, and asks once more if it died meanwhile. */
  async call<R extends Request>(request: R): Promise<Answers[R['type']]> {
    if (this.#closed) throw fail('DRAFT_CLOSED')
    await this.#well()
    try {
      return await this.#parts.slot.call(this.number, request)
    } catch (error) {
      if (!isDeath(error)) throw error
      await this.#well()
      return this.#parts.slot.call(this.number, request)
    }
  }

  /** Makes edits changes and hands them to the log. Resolves when they are part of the document. */
  async make(
    as: OpeningExtras,
    request: (by: { actor: string; time: number }) => EditRequest,
  ): Promise<string[]> {
    const session = await this.#sessions.of(as)
    const by = { actor: session.actor, time: this.#seconds() }
    const { changes, heads } = await this.#askTwice(() => request(by))
    this.#took(session, changes)
    return heads
  }

  /** Offers what a text has otherwise, in pieces. Resolves with their hashes when they are held; durable after `flush`. */
  async offer(as: OpeningExtras, base: string[], text: string): Promise<string[]> {
    const sessions = await this.#sessions.offering(as, OFFER_PIECES)
    const actors = sessions.map(({ actor }) => actor)
    const { log } = sessions[0]!
    const time = this.#seconds()
    const pieces = await this.#askTwice(() => ({ type: 'offer', base, text, actors, log, time }))
    this.#sessions.begun(sessions.slice(0, pieces.length))
    pieces.forEach(({ change }, index) => this.#took(sessions[index]!, [change]))
    return pieces.map(({ hash }) => hash)
  }

  /** Who wrote under each actor. */
  authors(): Map<string, Writer> {
    return new Map([...this.#parts.source.index.authors(this.#parts.draft), ...this.#sessions.writers])
  }

  async waiting(): Promise<number> {
    return (await this.call({ type: 'waiting' })) + (this.#feed?.held ?? 0)
  }

  flush(): Promise<void> {
    return this.#parts.saver.flush()
  }

  async close(): Promise<void> {
    if (this.#closed) return
    if (this.#snapshotTimer !== null) clearTimeout(this.#snapshotTimer)
    void this.#feed?.stop()
    for (const view of this.#views.values())
      await view.finish().catch((error: unknown) => this.#report(error))
    await this.#well().catch(() => undefined)
    await this.snapshot(true).catch(() => undefined)
    this.#closed = true
    if (this.#parts.slot.running) {
      await this.#parts.slot.call(this.number, { type: 'close' }).catch(() => undefined)
    }
    this.#parts.slot.remove(this)
  }

  /** Writes what came since the last snapshot, unless own changes still wait for the disk. */
  async snapshot(closing = false): Promise<boolean> {
    if (this.#unsaved.length > 0) return false
    return this.call({ type: 'snapshot', durable: this.#ownChanges, closing })
  }

  onMessage(message: FromWorker & { type: 'changed' | 'refused' }): void {
    if (message.type === 'refused') return this.#parts.onRefused(message.refusals)
    if (!message.own) this.#othersWrote = this.#parts.clock.now()
    this.#scheduleSnapshot()
    this.#views.get(message.client)?.onChanged(message)
  }

  onDeath(culprit: boolean): void {
    if (this.#closed) return
    void this.#feed?.stop()
    this.#deaths++
    this.#careful = culprit
    const tooOften = this.#deaths > DEATHS
    this.#ready = tooOften
      ? Promise.reject(fail('DRAFT_WORKER_DIED', { reason: 'too often' }))
      : this.#recover()
    this.#ready.catch((error: unknown) => this.#report(error))
  }

  failed(error: Error): void {
    for (const view of this.#views.values()) view.onFailed(error)
  }

  /** A session for a log that is written to no more: what it had not saved is made again in a new one. */
  reseat(): Promise<void> {
    return (this.#reseating ??= this.#reseat().finally(() => (this.#reseating = null)))
  }

  async #reseat(): Promise<void> {
    const removed = this.#parts.saver.remove(({ owner }) => owner === this)
    const lost = [...this.#unsaved]
    this.#sessions.forget()
    const anew = new Map<string, Session>()
    const writers = this.authors()
    for (const actor of new Set(lost.flatMap((one) => (one.offeredIn === undefined ? [one.actor] : []))))
      anew.set(actor, await this.#sessions.of(writers.get(actor) ?? {}))
    this.#unsaved = this.#unsaved.filter((one) => !lost.includes(one))
    const actors = [...anew].map(([old, { actor }]): [string, string] => [old, actor])
    const time = this.#seconds()
    const { changes } = await this.call({ type: 'reseat', drop: removed.length, actors, time })
    this.#ownChanges -= removed.length
    const sessions = new Map([...anew.values()].map((session) => [session.actor, session]))
    for (const { actor, change } of changes) this.#took(sessions.get(actor)!, [change])
  }

  /** Resolves when the document is open. Deaths while it waits only make it wait longer. */
  async #well(): Promise<void> {
    for (;;) {
      const ready = this.#ready
      try {
        await ready
        if (ready === this.#ready) return
      } catch (error) {
        if (ready === this.#ready) throw error
      }
    }
  }

  async #recover(): Promise<void> {
    // Whoever was waiting for the worker learns of its death first, and may know the culprit.
    await new Promise((resolve) => setImmediate(resolve))
    await this.#openDocument()
    await this.#rejoin((view) => ({ since: view.shownHeads() }))
  }

  async #rejoin(showing: (view: View) => { since: string[] } | { shown: string }): Promise<void> {
    for (const [client, view] of this.#views) {
      const shows = showing(view)
      view.onRejoined()
      const { lost } = await this.#parts.slot.call(this.number, { type: 'join', client, ...shows })
      if (lost) view.onLost()
    }
  }

  async #openDocument(): Promise<void> {
    const { file, draft, source, slot } = this.#parts
    this.#ownChanges = 0
    this.#isOpening = true
    // A snapshot on which the worker dies is worse than none.
    if (this.#careful && this.#deaths > 1) rmSync(file, { force: true })
    const { limits } = this.#parts
    const banned = [...this.#banned]
    const { positions } = await slot.call(this.number, { type: 'open', file, banned, limits })
    this.#feed = new Feed(draft, source, positions, (submissions, next) => this.#submit(submissions, next))
    await this.#feed.pump()
    await this.#acceptOffers()
    const unsaved = this.#unsaved.map(({ change, actor, offeredIn }) =>
      ownSubmission(change, actor, offeredIn),
    )
    await slot.call(this.number, { type: 'submit', submissions: unsaved, positions: [], show: 'now' })
    this.#careful = false
    this.#isOpening = false
  }

  async #acceptOffers(): Promise<void> {
    const { slot, records, draft } = this.#parts
    const hashes = (await records.accepted?.(draft)) ?? []
    if (hashes.length > 0) await slot.call(this.number, { type: 'accept', hashes: [...hashes] })
  }

  async #submit(submissions: Submission[], positions: Positions): Promise<void> {
    const { slot } = this.#parts
    for (const submission of this.#careful ? submissions : []) {
      try {
        await slot.call(this.number, {
          type: 'submit',
          submissions: [submission],
          positions: [],
          show: 'now',
        })
      } catch (error) {
        // The death has been told already: `#careful` says whether it was this draft's.
        if (this.#careful && isDeath(error)) this.#quarantine(submission)
        throw error
      }
    }
    const rest = this.#careful ? [] : submissions
    await slot.call(this.number, {
      type: 'submit',
      submissions: rest,
      positions,
      show: this.#isOpening ? 'later' : 'soon',
    })
  }

  #quarantine(submission: Submission): void {
    const { hash } = openChunk(submission.change)
    this.#banned.set(hash, 'CHANGE_TRAPPED')
    this.#deaths = 0
    writeKeptOut(this.#parts.file, this.#banned)
    this.#parts.logger.error('a change of a draft brings the worker down and is kept out', {
      draft: this.#parts.draft,
      log: submission.log,
      block: submission.block,
    })
  }

  /** Asks for an edit; once more if the worker dies of something meanwhile. */
  async #askTwice<R extends Request>(request: () => R): Promise<Answers[R['type']]> {
    for (let died = false; ; died = true) {
      await this.#well()
      try {
        return await this.#parts.slot.call(this.number, request())
      } catch (error) {
        if (died || !isDeath(error)) throw error
      }
    }
  }

  #seconds(): number {
    return Math.floor(this.#parts.clock.now() / 1000)
  }

  #took(session: Session, changes: Uint8Array[]): void {
    this.#ownChanges += changes.length
    for (const change of changes) {
      const offeredIn = session.as.offers ? session.log : undefined
      const unsaved: OwnChange = { change, actor: session.actor, offeredIn }
      this.#unsaved.push(unsaved)
      this.#parts.saver.add({
        owner: this,
        core: session.core,
        entry: session.entry(change),
        saved: () => this.#saved(unsaved),
      })
    }
  }

  #saved(unsaved: OwnChange): void {
    const at = this.#unsaved.indexOf(unsaved)
    if (at >= 0) this.#unsaved.splice(at, 1)
    this.#scheduleSnapshot()
  }

  #scheduleSnapshot(): void {
    if (this.#snapshotTimer !== null || this.#closed) return
    this.#snapshotTimer = setTimeout(() => {
      this.#snapshotTimer = null
      this.snapshot().then(
        (written) => {
          if (!written) this.#scheduleSnapshot()
        },
        (error: unknown) => this.#report(error),
      )
    }, SNAPSHOT_AFTER_MS)
    this.#snapshotTimer.unref()
  }

  #report(error: unknown): void {
    const { logger, draft } = this.#parts
    logger.warn('a draft is in trouble', {
      draft,
      error: error instanceof Error ? error.message : String(error),
    })
    if (error instanceof Error) this.failed(error)
  }
}

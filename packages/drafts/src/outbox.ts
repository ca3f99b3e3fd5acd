import type { Clock } from '@allmende/vocabulary'
import { type Batch, PartBatch, textOf } from './batches.ts'
import type { DraftPartEdit, TextPatch } from './contract.ts'
import type { OpeningExtras } from './entry.ts'
import { PAUSE_ALONE_MS, PAUSE_LIVE_MS } from './limits.ts'
import type { OpenDraft } from './open-draft.ts'
import { joinPatch, rebase } from './splices.ts'

/** The view whose edits these are, and what it makes of their fate. */
type Sender = {
  readonly as: OpeningExtras
  readonly open: OpenDraft
  readonly clock: Clock
  /** What the worker must know to move edits past what this view hasn't seen. */
  seen(): { client: number; seen: number }
  made(heads: string[]): void
  /** Text edits could not be made. */
  lost(error: Error): Promise<void>
}

/** The edits of one view on their way to the worker, one list of batches under way at a time. Each batch becomes a change. */
export class Outbox {
  readonly #sender: Sender
  /** Given to the worker, not answered yet; and made since. */
  #underWay: Batch[] = []
  #unsent: Batch[] = []
  /** The last of `#unsent` is closed: the next edit begins another. */
  #cut = true
  #sending: Promise<void> | null = null
  #timer: NodeJS.Timeout | null = null
  #lastSent = -Infinity
  #due = 0

  constructor(sender: Sender) {
    this.#sender = sender
  }

  /** What the worker's text lacks of what is shown. */
  get patches(): TextPatch[] {
    return textOf([...this.#underWay, ...this.#unsent]).flat()
  }

  add(patch: TextPatch): void {
    if (this.#cut) this.#unsent.push([])
    this.#cut = false
    joinPatch(this.#unsent[this.#unsent.length - 1] as TextPatch[], patch)
    this.#schedule()
  }

  /** Edits beside the text go out at once, in line with those of the text. */
  addParts(edits: readonly DraftPartEdit[]): Promise<void> {
    this.#cut = true
    return new Promise((resolve, reject) => {
      this.#unsent.push(new PartBatch(edits, resolve, reject))
      this.sendAll().catch(reject)
    })
  }

  /** Moves what is on its way past what others did; returns what they did as this view sees it. */
  move(patches: TextPatch[]): TextPatch[] {
    let shown = patches
    for (const batches of [this.#underWay, this.#unsent]) {
      batches.forEach((batch, index) => {
        if (batch instanceof PartBatch) return batch.move(shown)
        const both = rebase(batch, shown)
        batches[index] = both.first
        shown = both.second
      })
    }
    if (this.#unsent.length > 0) this.#schedule()
    return shown
  }

  /** Ends the batch under way and hands over all there is. */
  async sendAll(): Promise<void> {
    this.#cut = true
    while (this.#unsent.length > 0 || this.#sending !== null) {
      this.#sending ??= this.#send().finally(() => {
        this.#sending = null
        if (this.#unsent.length > 0) this.#schedule()
      })
      await this.#sending
    }
  }

  /** Nothing of it can be made any more. */
  drop(error: Error): void {
    for (const batch of this.#unsent) if (batch instanceof PartBatch) batch.reject(error)
    this.#underWay = []
    this.#unsent = []
    this.#cut = true
  }

  stop(): void {
    if (this.#timer !== null) clearTimeout(this.#timer)
  }

  /**
   * A change goes out at once if the last one is long enough ago, else when the pause is over: the first key stroke
   * does not wait. The pause is short while others write or follow; alone, a second's edits are gathered.
   */
  #schedule(): void {
    if (this.#sending !== null) return
    const { open, clock } = this.#sender
    const due = this.#lastSent + (open.live ? PAUSE_LIVE_MS : PAUSE_ALONE_MS)
    // Others may have begun to write while a long pause was running.
    if (this.#timer !== null && due >= this.#due) return
    if (this.#timer !== null) clearTimeout(this.#timer)
    this.#due = due
    this.#timer = setTimeout(
      () => {
        this.#timer = null
        void this.sendAll().catch(() => undefined)
      },
      Math.min(PAUSE_ALONE_MS, Math.max(0, due - clock.now())),
    )
  }

  async #send(): Promise<void> {
    const [first] = this.#unsent
    const end = this.#unsent.findIndex((batch) => batch instanceof PartBatch)
    this.#underWay = this.#unsent.splice(0, end < 0 ? this.#unsent.length : Math.max(1, end))
    this.#cut = true
    if (first instanceof PartBatch) return this.#sendParts(first)
    const { as, open, clock } = this.#sender
    this.#lastSent = clock.now()
    try {
      const heads = await open.make(as, (by) => {
        return { type: 'edit', ...by, ...this.#sender.seen(), batches: textOf(this.#underWay) }
      })
      this.#sender.made(heads)
      this.#underWay = []
    } catch (error) {
      await this.#sender.lost(error instanceof Error ? error : new Error(String(error)))
    }
  }

  /** What cannot be done is told to whoever asked; the text stays as it is. */
  async #sendParts(batch: PartBatch): Promise<void> {
    const { as, open } = this.#sender
    try {
      const heads = await open.make(as, (by) => {
        return { type: 'editParts', ...by, ...this.#sender.seen(), edits: batch.edits }
      })
      this.#sender.made(heads)
      batch.resolve()
    } catch (error) {
      batch.reject(error)
    } finally {
      this.#underWay = []
    }
  }
}

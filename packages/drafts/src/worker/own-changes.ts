import type { TextPatch } from '../contract.ts'
import { fail } from '../errors.ts'
import type { Body } from './body.ts'
import { cutBatch } from './cuts.ts'
import type { Ledger } from './ledger.ts'
import { cutSteps, type PartStep } from './parts.ts'
import type { WideCharacters } from './whole-characters.ts'

/** Makes changes of edits made here. */
export class OwnChanges {
  readonly #body: Body
  readonly #ledger: Ledger
  readonly #wide: WideCharacters
  /** Under whom they are made. */
  actor = ''
  /** How many were made since the draft was opened, those taken back left out. */
  count = 0

  constructor(body: Body, ledger: Ledger, wide: WideCharacters) {
    this.#body = body
    this.#ledger = ledger
    this.#wide = wide
  }

  become(actor: string): void {
    this.actor = actor
    this.#body.become(actor)
  }

  /** Changes made by `work`: all of them, or, when it fails, none. Half of an edit would be built upon and lost. */
  all(work: (made: Uint8Array[]) => void): Uint8Array[] {
    const made: Uint8Array[] = []
    try {
      work(made)
      this.count += made.length
      return made
    } catch (error) {
      this.#ledger.dropOwn(made.length)
      const waiting = new Set(this.#ledger.untaken.map(({ hash }) => hash))
      this.#body.rebuild(this.#ledger.again().accepted.filter(({ hash }) => !waiting.has(hash)))
      throw error
    }
  }

  text(batch: TextPatch[], time: number, made: Uint8Array[]): void {
    for (const patches of cutBatch(batch, this.#wide.known ? this.#body.text() : null)) {
      const bytes = this.#body.commit(patches, time, this.#ledger.judge)
      this.#wide.put(patches)
      if (bytes === null) continue
      this.#judge(bytes, made)
      this.#body.owns({ hash: this.#ledger.judge.last(this.actor)!, bytes })
    }
  }

  /** Edits beside the text. All must be settled. */
  steps(steps: readonly PartStep[], time: number, made: Uint8Array[]): void {
    for (const part of cutSteps(steps)) {
      const bytes = this.#body.commitParts(part, time)
      if (bytes !== null) this.#judge(bytes, made)
    }
  }

  #judge(bytes: Uint8Array, made: Uint8Array[]): void {
    const reason = this.#ledger.own(this.actor, bytes)
    if (reason !== null) throw fail('DRAFT_EDIT_LOST', { reason })
    made.push(bytes)
  }
}

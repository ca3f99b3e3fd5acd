import { openChunk } from '../change/chunk.ts'
import type { DraftPartEdit, TextPatch } from '../contract.ts'
import { difference } from '../difference.ts'
import { fail } from '../errors.ts'
import { movePartEdits, wholeMarks } from '../part-edits.ts'
import { rebase } from '../splices.ts'
import type { Body } from './body.ts'
import type { Clients } from './clients.ts'
import type { Ledger } from './ledger.ts'
import { mustBeOffered, type Offers } from './offers.ts'
import { OwnChanges } from './own-changes.ts'
import { linesNeeded, planParts, stepsBetween } from './parts.ts'
import type { Request } from './protocol.ts'
import { checkRoom, type Measure } from './room.ts'
import { takeBack } from './take-back.ts'
import type { WideCharacters } from './whole-characters.ts'

/** The draft that is edited. */
type Edited = {
  readonly body: Body
  readonly ledger: Ledger
  readonly clients: Clients
  readonly wide: WideCharacters
  readonly offers: Offers
  heads(): string[]
  /** How much of its limits is used. */
  measures(): Measure[]
  apply(): void
  settle(): void
  knows(heads: string[]): boolean
  tell(patches: TextPatch[], own: boolean): void
}

/** What is done to a draft here: edits become changes, and who looks at it is told. */
export class Editing {
  readonly #draft: Edited
  readonly #own: OwnChanges

  constructor(draft: Edited) {
    this.#draft = draft
    this.#own = new OwnChanges(draft.body, draft.ledger, draft.wide)
  }

  /** How many changes were made since the draft was opened, those taken back left out. */
  get count(): number {
    return this.#own.count
  }

  /** Under whom own edits are made from now on. */
  become(actor: string): void {
    this.#own.become(actor)
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
    if (this.#draft.body.isLive) this.#draft.apply()
    this.#checkRoom(batches.flat())
    let unseen = this.#draft.clients.unseen(client, seen)
    let correction: TextPatch[] = []
    const changes = this.#all((made) => {
      for (const batch of batches) {
        const pastUnseen = rebase(batch, unseen)
        const pastCorrection = rebase(pastUnseen.first, correction)
        unseen = pastUnseen.second
        const whole = this.#draft.wide.whole(pastCorrection.first)
        correction = [...pastCorrection.second, ...whole.correction]
        this.#own.text(whole.patches, time, made)
        this.#draft.clients.tellOthers(client, whole.patches, this.#draft.heads())
      }
    })
    return { changes, correction }
  }

  correct(client: number, correction: TextPatch[]): void {
    this.#draft.clients.tellOne(client, correction, this.#draft.heads())
  }

  /**
   * Edits beside the text by one client, as `edit`; all of them, or none. Automerge makes them, and so is brought up to date first:
   * they are few, and what they take the place of it knows best.
   */
  editParts(client: number, seen: number, edits: readonly DraftPartEdit[], time: number): Uint8Array[] {
    this.#draft.apply()
    this.#draft.settle()
    const moved = movePartEdits(edits, this.#draft.clients.unseen(client, seen))
    const steps = planParts(
      this.#draft.body.parts(linesNeeded(edits)),
      wholeMarks(moved, () => this.#draft.body.text()),
    )
    this.#checkRoom([], steps.length)
    const changes = this.#all((made) => this.#own.steps(steps, time, made))
    if (changes.length > 0) this.#draft.clients.tellOthers(client, [], this.#draft.heads(), true)
    return changes
  }

  /** Makes the text what an editor left, which began with the text at `base`. */
  replace(base: string[], text: string, time: number): Uint8Array[] {
    this.#draft.apply()
    if (!this.#draft.knows(base)) throw fail('DRAFT_HEADS_UNKNOWN')
    const { before, meanwhile } = this.#since(base)
    const { patches } = this.#draft.wide.whole(
      rebase(difference(before, text.toWellFormed()), meanwhile).first,
    )
    this.#checkRoom(patches)
    const changes = this.#all((made) => this.#own.text(patches, time, made))
    this.#draft.tell(patches, true)
    return changes
  }

  /** The text at some heads, and what was done to it since. */
  #since(base: string[]): { before: string; meanwhile: TextPatch[] } {
    if (base.toSorted().join(' ') === this.#draft.heads().toSorted().join(' ')) {
      return { before: this.#draft.body.text(), meanwhile: [] }
    }
    this.#draft.settle()
    return {
      before: this.#draft.body.textAt(base),
      meanwhile: this.#draft.body.patches(base, this.#draft.heads()),
    }
  }

  /** Makes what the last own changes did again, under other actors. Nobody is told: the text stays as it is. */
  reseat(
    drop: number,
    actors: readonly [old: string, anew: string][],
    time: number,
  ): { actor: string; change: Uint8Array }[] {
    this.#draft.apply()
    this.#draft.settle()
    const anew = new Map(actors)
    const made: { actor: string; change: Uint8Array }[] = []
    const stretches = takeBack(this.#draft.ledger, this.#draft.body, drop)
    this.#own.count -= drop
    for (const { actor, text, parts } of stretches) {
      // What was only offered is offered again by whoever waits for it.
      if (!anew.has(actor)) continue
      this.become(anew.get(actor)!)
      const changes = this.#all((list) => {
        this.#own.text(difference(this.#draft.body.text(), text), time, list)
        this.#draft.settle()
        this.#own.steps(stepsBetween(this.#draft.body.parts(), parts), time, list)
      })
      made.push(...changes.map((change) => ({ actor: this.#own.actor, change })))
    }
    return made
  }

  /** Offers what a text has otherwise than the text at `base`, in pieces; nothing of it is shown. */
  offer({
    base,
    text,
    actors,
    log,
    time,
  }: Request & { type: 'offer' }): { hash: string; change: Uint8Array }[] {
    if (!this.#draft.knows(base)) throw fail('DRAFT_HEADS_UNKNOWN')
    const pieces = this.#draft.offers.make(base, text, actors, time)
    this.#all((made) => {
      for (const [index, change] of pieces.entries()) {
        mustBeOffered(this.#draft.ledger.offer(log, actors[index]!, change))
        made.push(change)
      }
    })
    return pieces.map((change) => ({ hash: openChunk(change).hash, change }))
  }

  /** As `OwnChanges.all`. The editor reads the draft again; only others must be told from what to what a failure changed it. */
  #all(work: (made: Uint8Array[]) => void): Uint8Array[] {
    const shown = this.#draft.clients.count > 1 ? this.#draft.body.text() : null
    try {
      return this.#own.all(work)
    } catch (error) {
      if (shown !== null) this.#draft.tell(difference(shown, this.#draft.body.text()), false)
      throw error
    }
  }

  #checkRoom(patches: readonly TextPatch[], steps = 0): void {
    checkRoom(
      this.#draft.measures(),
      patches,
      !this.#draft.ledger.judge.graph.hasSession(this.#own.actor),
      steps,
    )
  }
}

import type { DraftPartEdit, TextPatch } from './contract.ts'
import { movePartEdits } from './part-edits.ts'

/** Edits beside the text, in line with those of the text. */
export class PartBatch {
  edits: DraftPartEdit[]
  readonly resolve: () => void
  readonly reject: (error: unknown) => void

  constructor(edits: readonly DraftPartEdit[], resolve: () => void, reject: (error: unknown) => void) {
    this.edits = [...edits]
    this.resolve = resolve
    this.reject = reject
  }

  /** The text they were made on has changed. */
  move(patches: readonly TextPatch[]): void {
    this.edits = movePartEdits(this.edits, patches)
  }
}

/** What becomes a change: edits of the text, or beside it. */
export type Batch = TextPatch[] | PartBatch

export function textOf(batches: readonly Batch[]): TextPatch[][] {
  return batches.filter((batch): batch is TextPatch[] => !(batch instanceof PartBatch))
}

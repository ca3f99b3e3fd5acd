import type { TextPatch } from '../contract.ts'
import { BATCH_COST } from '../limits.ts'
import { applyPatches } from '../splices.ts'

/** What one patch may cost in bytes of the change it becomes, at most (see `BATCH_COST`). */
const DELETED = 14
const INSERTED = 2
const EACH = 32

const LARGEST_DELETION = Math.floor((BATCH_COST - EACH) / DELETED)
/** UTF-16 units: three bytes of UTF-8 each, at most. */
const LARGEST_INSERTION = Math.floor((BATCH_COST - EACH) / (3 * INSERTED))

/**
 * Cuts a batch into batches each of which surely fits into one entry: a huge paste becomes several changes. `text` is
 * the text before, given where it has characters of two units, which no cut may part.
 */
export function cutBatch(batch: readonly TextPatch[], text: string | null): TextPatch[][] {
  const batches: TextPatch[][] = []
  let current: TextPatch[] = []
  let cost = 0
  for (const patch of cutPatches(batch, text)) {
    const next = costOf(patch)
    if (cost + next > BATCH_COST && current.length > 0) {
      batches.push(current)
      current = []
      cost = 0
    }
    current.push(patch)
    cost += next
  }
  if (current.length > 0) batches.push(current)
  return batches
}

function costOf({ del, ins }: TextPatch): number {
  return EACH + DELETED * del + INSERTED * Buffer.byteLength(ins)
}

function* cutPatches(batch: readonly TextPatch[], text: string | null): Generator<TextPatch> {
  let now = text
  for (const patch of batch) {
    yield* costOf(patch) <= BATCH_COST ? [patch] : cutPatch(patch, now)
    if (now !== null) now = applyPatches(now, [patch])
  }
}

function* cutPatch({ at, del, ins }: TextPatch, text: string | null): Generator<TextPatch> {
  for (let gone = 0; gone < del;) {
    let to = Math.min(del, gone + LARGEST_DELETION)
    if (to < del && text !== null && isHigh(text, at + to - 1)) to--
    yield { at, del: to - gone, ins: '' }
    gone = to
  }
  for (let from = 0; from < ins.length;) {
    let to = Math.min(ins.length, from + LARGEST_INSERTION)
    if (to < ins.length && isHigh(ins, to - 1)) to--
    yield { at: at + from, del: 0, ins: ins.slice(from, to) }
    from = to
  }
}

function isHigh(text: string, at: number): boolean {
  return (text.charCodeAt(at) & 0xfc00) === 0xd800
}

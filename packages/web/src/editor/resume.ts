import { ChangeSet, type Text } from '@codemirror/state'
import { stretch, stringOf } from './changes.ts'

/** What was written here and not confirmed, moved onto a text that the node tells anew. */
export type Resumed = {
  /** On the new text. */
  readonly rest: ChangeSet
  /** From the text as it was shown to the new one with `rest` in it: the caret is moved by it. */
  readonly shown: ChangeSet
}

/**
 * The node was started anew, or no longer knows what this editor had: only the text as it is now is left to go by. `base`: the last
 * text that both had; `pending`: what was written since; `sent`: how many of these were on their way, so that the node may have them or
 * not. Whichever explains the new text with less is taken.
 */
export function resume(base: Text, pending: readonly ChangeSet[], sent: number, now: string): Resumed {
  const ways = [0, sent].map((taken) => {
    const before = pending.slice(0, taken).reduce((text, set) => set.apply(text), base)
    return { taken, before, others: stretch(stringOf(before), now) }
  })
  const [not, all] = ways as [(typeof ways)[0], (typeof ways)[0]]
  const { taken, before, others } = size(not.others) < size(all.others) ? not : all
  const rest = pending.slice(taken).reduce((sum, set) => sum.compose(set), ChangeSet.empty(before.length))
  return { rest: rest.map(others), shown: others.map(rest, true) }
}

function size(set: ChangeSet): number {
  let sum = 0
  set.iterChanges((from, to, _fromB, _toB, inserted) => (sum += to - from + inserted.length))
  return sum
}

import { ChangeSet, Text } from '@codemirror/state'
import type { TextPatch } from '@allmende/drafts'
import type { LiveChange } from '../contract-live.ts'
import { fail } from '../errors.ts'

/** The only line end there is: `\r` is a character like any other, or positions would mean something else in the browser. */
const LINE = '\n'
/** More patches at once are told as one stretch: composing them costs by the square of their number. */
const MANY_PATCHES = 500
/** Updates of one push, and changes of all of them together. */
const MAX_UPDATES = 1_000
const MAX_CHANGES = 10_000

export function textOf(text: string): Text {
  return Text.of(text.split(LINE))
}

export function stringOf(text: Text): string {
  return text.sliceString(0, undefined, LINE)
}

/** What a browser sent, checked. Throws LIVE_INVALID. */
export function changesFrom(updates: readonly (readonly LiveChange[])[], length: number): ChangeSet[] {
  const count = updates.reduce((sum, changes) => sum + changes.length, 0)
  if (updates.length > MAX_UPDATES || count > MAX_CHANGES)
    throw fail('LIVE_INVALID', { reason: `at most ${MAX_CHANGES} changes at once` })
  let now = length
  return updates.map((changes) => {
    let at = 0
    for (const { from, to } of changes) {
      if (from < at || to < from || to > now)
        throw fail('LIVE_INVALID', { reason: `${from} to ${to} is not after ${at} within ${now}` })
      at = to
    }
    const wellFormed = changes.map((change) => ({ ...change, insert: change.insert.toWellFormed() }))
    const set = ChangeSet.of(wellFormed, now, LINE)
    now = set.newLength
    return set
  })
}

export function changesOf(set: ChangeSet): LiveChange[] {
  const changes: LiveChange[] = []
  set.iterChanges((from, to, _fromB, _toB, inserted) => {
    changes.push({ from, to, insert: stringOf(inserted) })
  }, true)
  return changes
}

/** What a handle told of, each patch on the result of the one before it, as one step. */
export function stepOf(doc: Text, patches: readonly TextPatch[]): ChangeSet {
  if (patches.length > MANY_PATCHES) return oneStretch(doc, patches)
  let step = ChangeSet.empty(doc.length)
  for (const { at, del, ins } of patches)
    step = step.compose(ChangeSet.of({ from: at, to: at + del, insert: ins }, step.newLength, LINE))
  return step
}

function oneStretch(doc: Text, patches: readonly TextPatch[]): ChangeSet {
  const before = stringOf(doc)
  const after = patches.reduce(
    (now, { at, del, ins }) => now.slice(0, at) + ins + now.slice(at + del),
    before,
  )
  const shorter = Math.min(before.length, after.length)
  let start = 0
  while (start < shorter && before[start] === after[start]) start++
  let end = 0
  while (end < shorter - start && before.at(-1 - end) === after.at(-1 - end)) end++
  const insert = after.slice(start, after.length - end)
  return ChangeSet.of({ from: start, to: before.length - end, insert }, before.length, LINE)
}

import { ChangeSet, type Text } from '@codemirror/state'
import type { LiveChange } from './contract.ts'

/** The only line end there is, here as in the node: `\r` is a character like any other. */
export const LINE = '\n'

export function setFrom(changes: readonly LiveChange[], length: number): ChangeSet {
  return ChangeSet.of([...changes], length, LINE)
}

export function changesOf(set: ChangeSet): LiveChange[] {
  const changes: LiveChange[] = []
  set.iterChanges((from, to, _fromB, _toB, inserted) => {
    changes.push({ from, to, insert: stringOf(inserted) })
  }, true)
  return changes
}

export function stringOf(text: Text): string {
  return text.sliceString(0, undefined, LINE)
}

/** The one stretch in which two texts differ, as a change. */
export function stretch(before: string, after: string): ChangeSet {
  const shorter = Math.min(before.length, after.length)
  let start = 0
  while (start < shorter && before[start] === after[start]) start++
  let end = 0
  while (end < shorter - start && before[before.length - 1 - end] === after[after.length - 1 - end]) end++
  const insert = after.slice(start, after.length - end)
  return ChangeSet.of({ from: start, to: before.length - end, insert }, before.length, LINE)
}

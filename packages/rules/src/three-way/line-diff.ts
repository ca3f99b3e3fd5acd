import { diffIndices } from 'node-diff3'
import { findAnchors } from './anchors.ts'
import { cost, MAX_COST, MAX_DEPTH } from './regions.ts'

/** A line of two texts laid beside each other. `before` and `after` are its numbers there, from 1. */
export type DiffLine = {
  readonly what: 'same' | 'added' | 'removed'
  readonly text: string
  readonly before?: number
  readonly after?: number
}

/** A stretch where the texts differ: from and up to which line, of each. */
type Change = { before: [from: number, to: number]; after: [from: number, to: number] }

/**
 * Lays two texts beside each other line by line: what both have in their order is `same`, and where they differ what went
 * comes before what came. Rule R53.
 */
export function lineDiff(before: string, after: string): DiffLine[] {
  const [old, fresh] = [linesOf(before), linesOf(after)]
  const lines: DiffLine[] = []
  let [a, b] = [0, 0]
  const same = (end: number) => {
    while (a < end) lines.push({ what: 'same', text: old[a] ?? '', before: ++a, after: ++b })
  }
  for (const change of changes(old, fresh)) {
    same(change.before[0])
    while (a < change.before[1]) lines.push({ what: 'removed', text: old[a] ?? '', before: ++a })
    while (b < change.after[1]) lines.push({ what: 'added', text: fresh[b] ?? '', after: ++b })
  }
  same(old.length)
  return lines
}

function changes(old: readonly string[], fresh: readonly string[]): Change[] {
  const found: Change[] = []
  const add = (from: [number, number], to: [number, number]) => {
    if (from[0] < to[0] || from[1] < to[1]) found.push({ before: [from[0], to[0]], after: [from[1], to[1]] })
  }
  compare(old, fresh, [0, 0], 0, add)
  return found
}

type Add = (from: [number, number], to: [number, number]) => void

/** Between lines that stand once in both, stretch by stretch, as merging does and for the same reason. */
function compare(
  old: readonly string[],
  fresh: readonly string[],
  [atOld, atFresh]: readonly [number, number],
  depth: number,
  add: Add,
): void {
  const shortest = Math.min(old.length, fresh.length)
  let start = 0
  while (start < shortest && old[start] === fresh[start]) start++
  let end = 0
  while (end < shortest - start && old.at(-1 - end) === fresh.at(-1 - end)) end++
  const [o, f] = [old.slice(start, old.length - end), fresh.slice(start, fresh.length - end)]
  const [fromOld, fromFresh] = [atOld + start, atFresh + start]
  const anchors = depth < MAX_DEPTH ? findAnchors(o, f, f) : []
  if (anchors.length === 0) return between(o, f, [fromOld, fromFresh], add)
  let [a, b] = [0, 0]
  for (const [x, y] of [...anchors, [o.length, f.length] as const]) {
    compare(o.slice(a, x), f.slice(b, y), [fromOld + a, fromFresh + b], depth + 1, add)
    ;[a, b] = [x + 1, y + 1]
  }
}

function between(
  old: readonly string[],
  fresh: readonly string[],
  [atOld, atFresh]: readonly [number, number],
  add: Add,
): void {
  if (old.length === 0 || fresh.length === 0 || cost(old, fresh) > MAX_COST)
    return add([atOld, atFresh], [atOld + old.length, atFresh + fresh.length])
  for (const { buffer1, buffer2 } of diffIndices([...old], [...fresh]))
    add(
      [atOld + buffer1[0], atFresh + buffer2[0]],
      [atOld + buffer1[0] + buffer1[1], atFresh + buffer2[0] + buffer2[1]],
    )
}

function linesOf(text: string): string[] {
  const lines = text.split('\n')
  // A last line end ends a line, and begins none.
  if (lines.at(-1) === '') lines.pop()
  return lines
}

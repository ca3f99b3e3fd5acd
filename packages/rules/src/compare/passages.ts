import { type DiffLine, lineDiff } from '../three-way/line-diff.ts'

/** A stretch of two texts in which something differs, with some lines around it that don't. */
export type Passage = {
  /** How many lines are alike before it and not shown. */
  readonly skipped: number
  readonly lines: readonly DiffLine[]
}

/** Enough to know where one is. */
export const LINES_AROUND = 3

/** Where two texts differ, line by line: what is far from any difference is counted and left out. Rule R59. */
export function changedPassages(before: string, after: string, around = LINES_AROUND): Passage[] {
  const lines = lineDiff(before, after)
  const near = new Set<number>()
  for (const [at, { what }] of lines.entries()) {
    if (what === 'same') continue
    for (let one = Math.max(0, at - around); one <= Math.min(lines.length - 1, at + around); one++)
      near.add(one)
  }
  const passages: { skipped: number; lines: DiffLine[] }[] = []
  let last = -1
  // A set gives what was put in first first, which is their order here.
  for (const at of near) {
    const open = passages.at(-1)
    if (open && at === last + 1) open.lines.push(lines[at]!)
    else passages.push({ skipped: at - last - 1, lines: [lines[at]!] })
    last = at
  }
  return passages
}

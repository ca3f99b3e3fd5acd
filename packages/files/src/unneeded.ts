import type { CoreKey, FileList } from '@allmende/vocabulary'
import type { ListedFile } from './contract.ts'

/** Blocks of a core, from the first to before `to`. */
export type BlockRange = { readonly from: number; readonly to: number }

/** A version's content: its files, and where their list lies if that is a blob itself. */
export type Content = { readonly list?: FileList; readonly entries: readonly ListedFile[] }

/**
 * Blocks that belong to the one content and to none of the others: content is stored once, so files of several versions and
 * goods lie in the same blocks. By core, in order, no two ranges touching.
 */
export function unneededBlocks(
  forgotten: readonly Content[],
  needed: readonly Content[],
): Map<CoreKey, BlockRange[]> {
  const kept = rangesOf(needed)
  const found = new Map<CoreKey, BlockRange[]>()
  for (const [core, ranges] of rangesOf(forgotten)) {
    const rest = without(joined(ranges), joined(kept.get(core) ?? []))
    if (rest.length > 0) found.set(core, rest)
  }
  return found
}

/** Where the blocks of a content end, by core. */
export function endsOf(content: Content): Map<CoreKey, number> {
  return new Map(
    [...rangesOf([content])].map(([core, ranges]) => [core, Math.max(...ranges.map(({ to }) => to))]),
  )
}

function rangesOf(contents: readonly Content[]): Map<CoreKey, BlockRange[]> {
  const ranges = new Map<CoreKey, BlockRange[]>()
  const add = (core: CoreKey | undefined, from: number, length: number) => {
    if (core === undefined || length === 0) return
    const known = ranges.get(core)
    if (known) known.push({ from, to: from + length })
    else ranges.set(core, [{ from, to: from + length }])
  }
  for (const { list, entries } of contents) {
    for (const { core, blockOffset, blockLength } of entries) add(core, blockOffset, blockLength)
    if (list?.list) add(list.cores[list.list.blob[0]], list.list.blob[1], list.list.blob[2])
  }
  return ranges
}

function joined(ranges: readonly BlockRange[]): BlockRange[] {
  const whole: { from: number; to: number }[] = []
  for (const { from, to } of ranges.toSorted((a, b) => a.from - b.from)) {
    const last = whole.at(-1)
    if (last && from <= last.to) last.to = Math.max(last.to, to)
    else whole.push({ from, to })
  }
  return whole
}

/** Both in order: one walk over the two. */
function without(ranges: readonly BlockRange[], taken: readonly BlockRange[]): BlockRange[] {
  const rest: BlockRange[] = []
  let at = 0
  for (const { from, to } of ranges) {
    let start = from
    while (at < taken.length && taken[at]!.to <= start) at++
    for (let next = at; next < taken.length && taken[next]!.from < to; next++) {
      const { from: begins, to: ends } = taken[next]!
      if (begins > start) rest.push({ from: start, to: begins })
      start = Math.max(start, ends)
    }
    if (start < to) rest.push({ from: start, to })
  }
  return rest
}

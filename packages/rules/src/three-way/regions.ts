import { diff3MergeRegions } from 'node-diff3'
import { findAnchors } from './anchors.ts'

/** A stretch of a merged text: settled, or written otherwise on both sides. */
export type Region = { lines: string[] } | { ours: string[]; theirs: string[]; base: string[] }

/**
 * What the diff of the library may cost: it takes the square of equal lines times the length, 38 seconds for ten
 * thousand lines of which a fifth are blank. Above this a stretch is taken as a whole.
 */
export const MAX_COST = 20_000_000

/** Stretches between anchors are cut again; nobody needs more, and a text can be written to nest for ever. */
export const MAX_DEPTH = 16

type Three = { base: string[]; ours: string[]; theirs: string[] }

/** Merges three lists of lines. Everything of both sides is in the result, or was removed by one and left alone by the other. */
export function mergeRegions(base: string[], ours: string[], theirs: string[]): Region[] {
  const regions: Region[] = []
  collect({ base, ours, theirs }, 0, regions)
  return regions
}

function collect(three: Three, depth: number, into: Region[]): void {
  const { head, middle, tail } = trim(three)
  push(into, head)
  const anchors = depth < MAX_DEPTH ? findAnchors(middle.base, middle.ours, middle.theirs) : []
  if (anchors.length === 0) compare(middle, into)
  else {
    let [base, ours, theirs] = [0, 0, 0]
    for (const [b, o, t] of [...anchors, END]) {
      const gap = {
        base: middle.base.slice(base, b),
        ours: middle.ours.slice(ours, o),
        theirs: middle.theirs.slice(theirs, t),
      }
      collect(gap, depth + 1, into)
      if (b !== Infinity) push(into, [middle.base[b]!])
      ;[base, ours, theirs] = [b + 1, o + 1, t + 1]
    }
  }
  push(into, tail)
}

const END = [Infinity, Infinity, Infinity] as const

/** Cuts off what all three begin and end with. */
function trim({ base, ours, theirs }: Three): { head: string[]; middle: Three; tail: string[] } {
  const shortest = Math.min(base.length, ours.length, theirs.length)
  let start = 0
  while (start < shortest && base[start] === ours[start] && base[start] === theirs[start]) start++
  let end = 0
  while (
    end < shortest - start &&
    base.at(-1 - end) === ours.at(-1 - end) &&
    base.at(-1 - end) === theirs.at(-1 - end)
  )
    end++
  const inner = (lines: string[]) => lines.slice(start, lines.length - end)
  return {
    head: base.slice(0, start),
    middle: { base: inner(base), ours: inner(ours), theirs: inner(theirs) },
    tail: base.slice(base.length - end),
  }
}

function compare({ base, ours, theirs }: Three, into: Region[]): void {
  if (sameLines(ours, theirs) || sameLines(base, theirs)) return push(into, ours)
  if (sameLines(base, ours)) return push(into, theirs)
  if (base.length === 0 || cost(base, ours) + cost(base, theirs) > MAX_COST)
    return conflict(ours, theirs, base, into)
  for (const region of diff3MergeRegions(ours, base, theirs)) {
    if (region.stable) push(into, region.bufferContent)
    else conflict(region.aContent, region.bContent, region.oContent, into)
  }
}

/** What both sides wrote alike at the edges of a conflict is none. */
function conflict(ours: string[], theirs: string[], base: string[], into: Region[]): void {
  if (sameLines(ours, theirs)) return push(into, ours)
  const shortest = Math.min(ours.length, theirs.length)
  let start = 0
  while (start < shortest && ours[start] === theirs[start]) start++
  let end = 0
  while (end < shortest - start && ours.at(-1 - end) === theirs.at(-1 - end)) end++
  push(into, ours.slice(0, start))
  into.push({
    ours: ours.slice(start, ours.length - end),
    theirs: theirs.slice(start, theirs.length - end),
    base,
  })
  push(into, ours.slice(ours.length - end))
}

function push(into: Region[], lines: string[]): void {
  if (lines.length > 0) into.push({ lines })
}

/** An upper bound of the steps that the library takes for two lists. */
export function cost(base: readonly string[], other: readonly string[]): number {
  const times = new Map<string, number>()
  for (const line of base) times.set(line, (times.get(line) ?? 0) + 1)
  const pairs = other.reduce((sum, line) => sum + (times.get(line) ?? 0), 0)
  return pairs * Math.min(base.length, other.length) + base.length + other.length
}

function sameLines(a: readonly string[], b: readonly string[]): boolean {
  return a.length === b.length && a.every((line, at) => line === b[at])
}

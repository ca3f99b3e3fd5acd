import { mergeRegions, type Region } from './regions.ts'

/** A passage that two sides rewrote apart from each other, each in its own words, with what stands around it in both. */
export type Clash = {
  readonly base: string
  readonly ours: string
  readonly theirs: string
  readonly before: string
  readonly after: string
}

/** Enough of the text around a passage to find it again among others. */
const AROUND = 80

/**
 * The passages, sentence by sentence, that both sides changed and that stood there before: a text CRDT weaves the two
 * readings into one that nobody wrote. What both only added at one place is none: there both are whole. Rule R54.
 */
export function clashes(base: string, ours: string, theirs: string): Clash[] {
  if (ours === theirs || base === ours || base === theirs) return []
  return clashesIn(regionsOf(base, ours, theirs))
}

/**
 * What two texts that come from one are together, sentence by sentence: what either changed alone is in, of a clash ours,
 * and of what both only added at one place both. Nothing of theirs is lost that isn't told as a clash. Rule R55.
 */
export function bothTexts(base: string, ours: string, theirs: string): { text: string; clashes: Clash[] } {
  if (base === ours) return { text: theirs, clashes: [] }
  if (base === theirs || ours === theirs) return { text: ours, clashes: [] }
  const regions = regionsOf(base, ours, theirs)
  const pieces = regions.map((region) => {
    if ('lines' in region) return region.lines.join('')
    const [mine, other] = [region.ours.join(''), region.theirs.join('')]
    return region.base.join('').trim() === '' ? apart(mine, other) : mine
  })
  return { text: pieces.join(''), clashes: clashesIn(regions) }
}

/** Two additions one after the other; where both end a text without a line end, each gets a line. */
function apart(first: string, second: string): string {
  const open = first !== '' && second !== '' && !/\s$/.test(first) && !/^\s/.test(second)
  return open ? `${first}\n${second}` : first + second
}

function regionsOf(base: string, ours: string, theirs: string): Region[] {
  return mergeRegions(sentences(base), sentences(ours), sentences(theirs))
}

function clashesIn(regions: readonly Region[]): Clash[] {
  return regions.flatMap((region, at) => {
    if (!('ours' in region) || region.base.join('').trim() === '') return []
    return [
      {
        base: region.base.join(''),
        ours: region.ours.join(''),
        theirs: region.theirs.join(''),
        before: settled(regions[at - 1]).slice(-AROUND),
        after: settled(regions[at + 1]).slice(0, AROUND),
      },
    ]
  })
}

function settled(region: Region | undefined): string {
  return region && 'lines' in region ? region.lines.join('') : ''
}

/**
 * Where the passage of a clash is in a text, as [from, to]; null when what stands around it isn't there any more. Where
 * it may be at several places, the one whose length is nearest to the readings. Rule R54.
 */
export function placeOfClash(text: string, { before, after, ours, theirs }: Clash): [number, number] | null {
  const woven = ours.length + theirs.length
  let best: [number, number] | null = null
  for (const from of endsOf(text, before)) {
    const to = after === '' ? text.length : text.indexOf(after, from)
    if (to < 0 || to - from > 2 * woven + AROUND) continue
    if (!best || Math.abs(to - from - woven / 2) < Math.abs(best[1] - best[0] - woven / 2)) best = [from, to]
  }
  return best
}

/** Where each occurrence of a text ends, the first thousand; of nothing: the beginning. */
function endsOf(text: string, found: string): number[] {
  if (found === '') return [0]
  const ends: number[] = []
  for (let at = text.indexOf(found); at >= 0 && ends.length < 1_000; at = text.indexOf(found, at + 1))
    ends.push(at + found.length)
  return ends
}

/** A text in sentences, each with what ends it; line ends stand alone. */
function sentences(text: string): string[] {
  return text.match(/\n|[^\n.!?]+(?:[.!?]+[ \t]*)?|[.!?]+[ \t]*/gu) ?? []
}

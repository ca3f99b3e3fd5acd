import { type Region, mergeRegions } from './regions.ts'

/** What the two sides are called in the marks of a conflict. */
export type SideNames = { ours: string; theirs: string }

export type MergedText = {
  text: string
  /** How many stretches hold what both sides wrote, between marks. */
  conflicts: number
}

const MARK_LENGTH = 7

/**
 * Merges two texts that come from one, line by line. Where both sides changed the same place the result has both,
 * between the marks that git uses, with the names of the sides; longer marks if a text has such lines of its own. Line
 * ends stay: where one side turned those of the whole text, the result has the turned ones. Nothing is ever lost.
 */
export function mergeText(base: string, ours: string, theirs: string, names: SideNames): MergedText {
  if (ours === theirs || base === theirs) return { text: ours, conflicts: 0 }
  if (base === ours) return { text: theirs, conflicts: 0 }
  const ends = [base, ours, theirs].map(lineEnd)
  const end = chooseEnd(ends)
  // Only where each text keeps to one line end they can be laid aside; a mixed text is merged with what it has.
  const alike = !ends.includes('mixed')
  const [b, o, t] = [base, ours, theirs].map((text) => split(alike ? text.replaceAll('\r\n', '\n') : text))
  const regions = mergeRegions(b!, o!, t!)
  const marks = marksFor([o!, t!], names)
  const text = join(regions.map((region) => write(region, marks, alike ? '\n' : end)))
  return {
    text: alike && end === '\r\n' ? text.replaceAll('\n', '\r\n') : text,
    conflicts: regions.filter((region) => 'ours' in region).length,
  }
}

type LineEnd = '\n' | '\r\n' | 'mixed' | 'none'

function lineEnd(text: string): LineEnd {
  const all = text.split('\n').length - 1
  const windows = text.split('\r\n').length - 1
  if (all === 0) return 'none'
  return windows === 0 ? '\n' : windows === all ? '\r\n' : 'mixed'
}

/** Whoever turned the line ends of the whole text is followed; where nobody can be, the plain one is taken. */
function chooseEnd([base, ours, theirs]: LineEnd[]): '\n' | '\r\n' {
  let chosen: LineEnd = 'none'
  if (ours === theirs) chosen = ours!
  else if (ours === 'none' || (ours === base && theirs !== 'none')) chosen = theirs!
  else if (theirs === 'none' || theirs === base) chosen = ours!
  return chosen === '\r\n' ? '\r\n' : '\n'
}

/** Lines with their ends. */
function split(text: string): string[] {
  return text.match(/[^\n]*\n|[^\n]+$/g) ?? []
}

type Marks = { start: string; middle: string; end: string }

function marksFor(sides: readonly string[][], names: SideNames): Marks {
  let length = MARK_LENGTH
  for (const lines of sides) {
    for (const line of lines) {
      const mark = /^(<{7,}|={7,}|>{7,})/.exec(line)?.[0]
      if (mark !== undefined) length = Math.max(length, mark.length + 1)
    }
  }
  return {
    start: `${'<'.repeat(length)} ${oneLine(names.ours)}`,
    middle: '='.repeat(length),
    end: `${'>'.repeat(length)} ${oneLine(names.theirs)}`,
  }
}

/** A name may come from somebody else, and must not end the line of the mark. */
function oneLine(name: string): string {
  return name.replaceAll(/\p{Cc}+/gu, ' ').trim()
}

function write(region: Region, marks: Marks, end: string): string {
  if ('lines' in region) return region.lines.join('')
  const side = (lines: readonly string[]) => {
    const text = lines.join('')
    return text === '' || text.endsWith('\n') ? text : text + end
  }
  return [marks.start, end, side(region.ours), marks.middle, end, side(region.theirs), marks.end, end].join(
    '',
  )
}

/** A last line without an end, after which the other side wrote more, gets one. */
function join(pieces: readonly string[]): string {
  const last = pieces.length - 1
  return pieces.map((piece, at) => (at === last || piece.endsWith('\n') ? piece : `${piece}\n`)).join('')
}

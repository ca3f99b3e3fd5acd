import { type Line, outlineOf, type Place } from './markdown-places.ts'
import { contains, meet, type Range, rangesLeft, within } from './range.ts'
import { safeAddress } from './safe-address.ts'

/** A marked passage of a text, as drafts have it. */
export type TextMark = {
  readonly from: number
  readonly to: number
  readonly name: string
  readonly value: string | number | boolean | null
}

/** What a passage can be marked as, and by which name others write the same. */
export const MARK_NAMES = ['strong', 'em', 'code', 'link'] as const
export type MarkName = (typeof MARK_NAMES)[number]
const ALSO: Readonly<Record<string, MarkName>> = { bold: 'strong', italic: 'em' }

/** `written`: how many of the marks are in the text, in whole or in part. */
export type WithMarks = { readonly text: string; readonly written: number }

type Piece = Range & { readonly name: MarkName; readonly address: string }

/** Whether a mark can be written as Markdown, and as what. */
export function markNamed({
  name,
  value,
}: Pick<TextMark, 'name' | 'value'>): Omit<Piece, 'from' | 'to'> | null {
  const known = Object.hasOwn(ALSO, name) ? ALSO[name] : MARK_NAMES.find((one) => one === name)
  if (known === undefined || value === null || value === false) return null
  if (known !== 'link') return { name: known, address: '' }
  const address = typeof value === 'string' ? safeAddress(value) : null
  return address === null ? null : { name: known, address }
}

/**
 * A text in Markdown with its marks written into it. Code that stands there stays as it is, and so do links and what is bold already:
 * a mark is written around them. What is no mark of Markdown is left out, and what lies in such code as a whole.
 */
export function withMarks(text: string, marks: readonly TextMark[]): WithMarks {
  const named = marks.flatMap(({ from, to, ...mark }) => {
    const known = markNamed(mark)
    return known ? [{ from, to, ...known }] : []
  })
  if (named.length === 0) return { text, written: 0 }
  const outline = outlineOf(text)
  const byLine = new Map<Line, Piece[]>()
  for (const mark of named)
    for (const line of linesWith(outline.lines, mark))
      byLine.set(line, [...(byLine.get(line) ?? []), { ...mark, ...within(mark, line) }])
  const pieces = [...byLine].flatMap(([line, marked]) => {
    const longest = merged(marked)
      .toSorted((a, b) => b.to - b.from - (a.to - a.from))
      .slice(0, MOST_IN_LINE)
    const places = outline.places.filter((place) => meet(place, line))
    const links = outline.links.filter((link) => meet(link, line))
    const all = longest.flatMap((one) => piecesOf(one, places, links))
    return codeApart(text, narrowed(text, apart(text, all)))
  })
  const there = named.filter((mark) => pieces.some((piece) => piece.name === mark.name && meet(piece, mark)))
  return { text: written(text, pieces, outline.ticks), written: there.length }
}

/** More than this in one line nobody sets by hand; each is held against each other one. */
const MOST_IN_LINE = 500

/** Lines that a passage reaches into: since a mark goes over no paragraph, each gets its own. */
function linesWith(lines: readonly Line[], { from, to }: Range): Line[] {
  let [low, high] = [0, lines.length]
  while (low < high) {
    const middle = (low + high) >> 1
    if (lines[middle]!.to <= from) low = middle + 1
    else high = middle
  }
  const end = lines.findIndex((line, at) => at >= low && line.from >= to)
  return lines.slice(low, end < 0 ? undefined : end).filter((line) => meet(line, { from, to }))
}

/** What is marked alike, and meets or follows at once, is one. */
function merged(pieces: readonly Piece[]): Piece[] {
  const done: Piece[] = []
  for (const piece of pieces.toSorted((a, b) => a.from - b.from)) {
    const at = done.findLastIndex(
      ({ name, address, to }) => name === piece.name && address === piece.address && piece.from <= to,
    )
    const before = done[at]
    if (before) done[at] = { ...before, to: Math.max(before.to, piece.to) }
    else done.push(piece)
  }
  return done
}

function piecesOf(mark: Piece, places: readonly Place[], links: readonly Line[]): Piece[] {
  const around = places.filter((place) => isAround(mark, place))
  return rangesLeft(mark, mark.name === 'link' ? [...around, ...links] : around).map((range) => ({
    ...mark,
    ...range,
  }))
}

/** What a mark is written around: all that it isn't whole in it, and what would read otherwise with it. */
function isAround({ name, from, to }: Piece, place: Place): boolean {
  if (place.to <= from || to <= place.from) return false
  const whole = from <= place.from && place.to <= to
  if (place.kind === 'link' || place.kind === 'code') return true
  if (place.kind === 'stars') return name !== 'code' || !whole
  return !whole
}

/** Links are cut by none, longer ones not by shorter ones; code by all, since nothing can be written into it. */
function apart(text: string, pieces: readonly Piece[]): Piece[] {
  const rank = ({ name }: Piece): number => (name === 'link' ? 0 : name === 'code' ? 2 : 1)
  const order = pieces.toSorted((a, b) => rank(a) - rank(b) || b.to - b.from - (a.to - a.from))
  const done: Piece[] = []
  for (const piece of order) {
    let left: Piece[] = [piece]
    for (const other of done) left = left.flatMap((one) => cutBy(text, one, other))
    done.push(...left)
  }
  return done
}

function cutBy(text: string, piece: Piece, other: Piece): Piece[] {
  if (!meet(piece, other)) return [piece]
  const same = piece.name === other.name
  const [isWithin, isAroundIt] = [contains(other, piece), contains(piece, other)]
  if (isWithin) return same ? [] : [piece]
  if (isAroundIt && !same && piece.name !== 'code') return [piece]
  const inner = { ...piece, ...within(piece, other) }
  // Within a word the stars of both would run together and be read as others: its rest goes without.
  const stars = isStars(piece) && isStars(other)
  const before = { ...piece, to: stars ? wordEnd(text, piece.from, other.from) : other.from }
  const behind = { ...piece, from: stars ? wordBegin(text, other.to, piece.to) : other.to }
  return [before, ...(same ? [] : [inner]), behind].filter(({ from, to }) => from < to)
}

/** Two pieces of code that touch, or one that touches code of the text, would be read as another: the later begins behind the word. */
function codeApart(text: string, pieces: readonly Piece[]): Piece[] {
  const done: Piece[] = []
  for (const piece of pieces.toSorted((a, b) => a.from - b.from)) {
    if (piece.name !== 'code') {
      done.push(piece)
      continue
    }
    const before = done.findLast(({ name, to }) => name === 'code' && to === piece.from)
    const parted = pieces.some(
      (one) => one.name !== 'code' && (one.from === piece.from || one.to === piece.from),
    )
    if (before && !parted) {
      done[done.indexOf(before)] = { ...before, to: piece.to }
      continue
    }
    const from = text[piece.from - 1] === '`' ? wordBegin(text, piece.from, piece.to) : piece.from
    const to = text[piece.to] === '`' ? wordEnd(text, from, piece.to) : piece.to
    if (text.slice(from, to).trim() !== '') done.push({ ...piece, from, to })
  }
  return done
}

/** The last place before `at` that is behind a blank, or `at` itself where a word ends there. */
function wordEnd(text: string, from: number, at: number): number {
  if (at <= from || /\s/.test(text[at] ?? ' ')) return at
  return from + text.slice(from, at).search(/\S*$/)
}

function wordBegin(text: string, at: number, to: number): number {
  if (at >= to || /\s/.test(text[at - 1] ?? ' ')) return at
  return at + (/^\S*/.exec(text.slice(at, to))?.[0].length ?? 0)
}

const BLANK = /\s/u
const SIGN = /[\p{P}\p{S}]/u

/**
 * Ends a piece where Markdown takes it: not at a blank, and no star between a letter and a sign, where it would be one that is
 * meant as a star.
 */
function narrowed(text: string, pieces: readonly Piece[]): Piece[] {
  const others = pieces.filter(({ name }) => name === 'code' || name === 'link')
  return pieces.flatMap((piece) => {
    // Of two alike the link stands around.
    const inner = others.filter(
      (one) => one !== piece && contains(piece, one) && (one.name === 'code' || !contains(one, piece)),
    )
    const signs = others.filter((one) => one !== piece)
    const from = beginOf(text, piece, inner, signs)
    const to = endOf(text, { ...piece, from }, inner, signs)
    return from < to ? [{ ...piece, from, to }] : []
  })
}

/** Past blanks, and where a letter stands before it, past signs and what begins with one. */
function beginOf(text: string, piece: Piece, inner: readonly Piece[], others: readonly Piece[]): number {
  let { from } = piece
  while (from < piece.to) {
    const first = firstOf(text.slice(from, from + 2))
    const begins = inner.find((one) => one.from === from)
    const signed = others.some((one) => one.to === from || (one.from === from && !inner.includes(one)))
    const letter = !signed && isLetter(lastOf(text.slice(Math.max(0, from - 2), from)))
    if (BLANK.test(first)) from += first.length
    else if (isStars(piece) && letter && begins) from = begins.to
    else if (isStars(piece) && letter && SIGN.test(first)) from += first.length
    else return from
  }
  return from
}

function endOf(text: string, piece: Piece, inner: readonly Piece[], others: readonly Piece[]): number {
  let { to } = piece
  while (to > piece.from) {
    const last = lastOf(text.slice(Math.max(0, to - 2), to))
    const ends = inner.find((one) => one.to === to)
    const signed = others.some((one) => one.from === to || (one.to === to && !inner.includes(one)))
    const letter = !signed && isLetter(firstOf(text.slice(to, to + 2)))
    if (BLANK.test(last) || (last === '\\' && !ends)) to -= last.length
    else if (isStars(piece) && letter && ends) to = ends.from
    else if (isStars(piece) && letter && SIGN.test(last)) to -= last.length
    else return to
  }
  return to
}

function isStars({ name }: Piece): boolean {
  return name === 'strong' || name === 'em'
}

function firstOf(text: string): string {
  return /^./su.exec(text)?.[0] ?? ''
}

function lastOf(text: string): string {
  return /.$/su.exec(text)?.[0] ?? ''
}

function isLetter(character: string): boolean {
  return character !== '' && !BLANK.test(character) && !SIGN.test(character)
}

const DEPTH: Readonly<Record<MarkName, number>> = { link: 0, strong: 1, em: 2, code: 3 }

/** Longer pieces around shorter ones. */
function written(text: string, pieces: readonly Piece[], ticks: ReadonlySet<number>): string {
  const order = (a: Piece, b: Piece): number =>
    a.from - b.from || b.to - a.to || DEPTH[a.name] - DEPTH[b.name]
  const open: Piece[] = []
  let [said, at] = ['', 0]
  const closeUntil = (place: number): void => {
    for (let top = open.at(-1); top && top.to <= place; top = open.at(-1)) {
      said += `${text.slice(at, top.to)}${signOf(text, top, ticks).end}`
      at = top.to
      open.pop()
    }
  }
  for (const piece of pieces.toSorted(order)) {
    closeUntil(piece.from)
    said += `${text.slice(at, piece.from)}${signOf(text, piece, ticks).begin}`
    at = piece.from
    open.push(piece)
  }
  closeUntil(Infinity)
  return said + text.slice(at)
}

function signOf(
  text: string,
  { name, from, to, address }: Piece,
  taken: ReadonlySet<number>,
): { begin: string; end: string } {
  if (name === 'link') return { begin: '[', end: `](${address.replaceAll(/[\s<>()\\`]/g, percent)})` }
  if (name !== 'code') return name === 'em' ? { begin: '*', end: '*' } : { begin: '**', end: '**' }
  const code = text.slice(from, to)
  // As many as neither it has nor stand alone nearby: they would be taken for its beginning or its end.
  const runs = new Set([...taken, ...[...code.matchAll(/`+/g)].map(([run]) => run.length)])
  let count = 1
  while (runs.has(count)) count++
  const ticks = '`'.repeat(count)
  const room = code.startsWith('`') || code.endsWith('`') ? ' ' : ''
  return { begin: ticks + room, end: room + ticks }
}

function percent(sign: string): string {
  return `%${sign.charCodeAt(0).toString(16).toUpperCase().padStart(2, '0')}`
}

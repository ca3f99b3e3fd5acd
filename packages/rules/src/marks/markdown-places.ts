/** What may not be written into, or only around. */
export type Place = {
  readonly from: number
  readonly to: number
  /** `code` and `whole`: left as they are. `link`: what a link is made of but its words. `stars`: signs that may be marks of Markdown, or nothing else. */
  readonly kind: 'code' | 'whole' | 'link' | 'stars'
}

/** A line of prose, without what makes it a heading, a quotation or an item. */
export type Line = { readonly from: number; readonly to: number }

/** What a text in Markdown has where: lines to be written into, and in them what is not to be cut. */
export type Outline = {
  readonly lines: readonly Line[]
  readonly places: readonly Place[]
  /** Links that stand there, with their words. */
  readonly links: readonly Line[]
  /** Lengths of runs of backticks that stand alone. */
  readonly ticks: ReadonlySet<number>
}

const FENCE = /^[\s>]*(?:[-*+]\s+|\d{1,9}[.)]\s+)?(`{3,}|~{3,})/
const ITEM = /^\s*(?:[-*+]|\d{1,9}[.)])\s/
const LEADING = /^(?:\s|>|[-*+]\s+(?:\[[ xX]\]\s+)?|\d{1,9}[.)]\s+|#{1,6}\s+)*/
/** A rule, an underline of a heading, the second line of a table. */
const RULE = /^[-=*_|:\s]+$/

export function outlineOf(text: string): Outline {
  const lines: Line[] = []
  const places: Place[] = []
  const links: Line[] = []
  let paragraph: Line[] = []
  const end = (): void => {
    const [first, last] = [paragraph[0], paragraph.at(-1)]
    if (first && last) scan(text, { from: first.from, to: last.to }, places, links)
    paragraph = []
  }
  for (const { from, to, prose } of linesOf(text)) {
    if (!prose) {
      end()
      continue
    }
    paragraph.push({ from, to })
    const line = text.slice(from, to)
    if (!RULE.test(line)) lines.push({ from: from + LEADING.exec(line)![0].length, to })
  }
  end()
  const alone = places.filter(({ from, kind }) => kind === 'stars' && text[from] === '`')
  return { lines, places, links, ticks: new Set(alone.map((run) => run.to - run.from)) }
}

/** Lines, and whether they are neither empty nor code. */
function linesOf(text: string): (Line & { prose: boolean })[] {
  let at = 0
  let fence: string | null = null
  let [inItem, indented, blank] = [false, false, true]
  return text.split('\n').map((line) => {
    const [from, to] = [at, at + line.length]
    at = to + 1
    const found = FENCE.exec(line)?.[1]
    if (fence !== null) {
      if (found?.startsWith(fence) && /^[\s>]*[`~]+\s*$/.test(line)) fence = null
      return { from, to, prose: false }
    }
    if (
      found !== undefined &&
      !(found[0] === '`' && line.slice(line.indexOf(found) + found.length).includes('`'))
    ) {
      fence = found
      return { from, to, prose: false }
    }
    const empty = line.trim() === ''
    if (ITEM.test(line)) inItem = true
    else if (!empty && !/^\s/.test(line)) inItem = false
    indented = !empty && !inItem && /^(?: {4}|\t)/.test(line) && (blank || indented)
    blank = empty
    return { from, to, prose: !empty && !indented }
  })
}

const ESCAPE = /\\[!-/:-@[-`{-~]/y
const TICKS = /`+/y
const TAG = /<[^\s<>][^<>]*>|&(?:#\w{1,8}|[a-z]\w{1,30});/iy
const STARS = /[*~]+|_+/y
const TARGET =
  /\]\((?:<[^<>\n]*>|(?:[^\s()\\]|\\.|\([^\s()]*\))*)(?:\s+(?:"[^"]*"|'[^']*'|\([^()]*\)))?\s*\)|\]\[[^\]\n]*\]/y

/** Links are found with a stack of what was opened; all else stands for itself. */
function scan(text: string, { from, to }: Line, places: Place[], links: Line[]): void {
  const opened: number[] = []
  let at = from
  while (at < to) {
    const place = placeAt(text, at, to)
    if (place?.kind === 'link') {
      const began = opened.pop()
      if (began !== undefined) links.push({ from: began, to: place.to })
      // A picture is one thing; of a link the words are open to be written into.
      if (began !== undefined && text[began - 1] === '!')
        places.push({ from: began - 1, to: place.to, kind: 'whole' })
      else if (began !== undefined) places.push({ from: began, to: began + 1, kind: 'link' })
    } else if (text[at] === '[') opened.push(at)
    else if (text[at] === ']') opened.pop()
    if (place) places.push(place)
    at = place?.to ?? at + 1
  }
}

function placeAt(text: string, at: number, end: number): Place | null {
  const of = (pattern: RegExp, kind: Place['kind']): Place | null => {
    pattern.lastIndex = at
    const length = pattern.exec(text)?.[0].length ?? 0
    return length > 0 && at + length <= end ? { from: at, to: at + length, kind } : null
  }
  const ticks = of(TICKS, 'code')
  if (ticks) {
    const to = spanEnd(text, ticks, end)
    return to === null ? { ...ticks, kind: 'stars' } : { ...ticks, to }
  }
  const stars = of(STARS, 'stars')
  if (stars && text[at] === '_' && isWithinWord(text, stars)) return null
  return of(ESCAPE, 'whole') ?? of(TAG, 'whole') ?? stars ?? of(TARGET, 'link')
}

/** Where a piece of code ends that begins with these backticks; null without an end: then they are nothing but backticks. */
function spanEnd(text: string, { from, to }: Line, end: number): number | null {
  for (const { 0: run, index } of text.slice(to, end).matchAll(/`+/g))
    if (run.length === to - from) return to + index + run.length
  return null
}

function isWithinWord(text: string, { from, to }: Line): boolean {
  return /[\p{L}\p{N}]/u.test(text[from - 1] ?? '') && /[\p{L}\p{N}]/u.test(text[to] ?? '')
}

import diff from 'fast-diff'
import type { TextPatch } from './contract.ts'

/**
 * Above this product of lengths two passages are compared by lines first, and within a changed passage only if it is
 * smaller. fast-diff has no time limit: two unrelated texts of 100,000 characters would keep it busy for minutes.
 */
const COMPARE_CHARACTERS = 4_000_000

/** The same for the comparison by lines. */
const COMPARE_LINES = 25_000_000

/** Lines that can be told apart by one UTF-16 unit each, without the surrogates. */
const DISTINCT_LINES = 0xd800

/** The patches that make `after` of `before`, from left to right; none cuts a character of two units in half. */
export function difference(before: string, after: string): TextPatch[] {
  const patches: TextPatch[] = []
  let at = 0
  let open: TextPatch | null = null
  for (const [operation, text] of compare(before, after)) {
    if (operation === diff.EQUAL) {
      if (open !== null) patches.push(open)
      open = null
      at += text.length
      continue
    }
    open ??= { at, del: 0, ins: '' }
    if (operation === diff.DELETE) open.del += text.length
    else {
      open.ins += text
      at += text.length
    }
  }
  if (open !== null) patches.push(open)
  return patches
}

function compare(before: string, after: string): diff.Diff[] {
  if (before.length * after.length <= COMPARE_CHARACTERS) return diff(before, after)
  const lines = new LineCodes()
  const [left, right] = [lines.encode(before), lines.encode(after)]
  if (left === null || right === null || left.length * right.length > COMPARE_LINES)
    return edges(before, after)
  let allowed = COMPARE_CHARACTERS
  return changedPassages(diff(left, right)).flatMap(([operation, code, replacement]): diff.Diff[] => {
    const text = lines.decode(code)
    if (operation === diff.EQUAL) return [[diff.EQUAL, text]]
    const other = lines.decode(replacement)
    allowed -= text.length * other.length
    return allowed >= 0 ? diff(text, other) : edges(text, other)
  })
}

/** Equal passages, and changed ones with what was there and what is there. */
function changedPassages(parts: diff.Diff[]): [operation: number, before: string, after: string][] {
  const passages: [number, string, string][] = []
  for (const [operation, text] of parts) {
    let last = passages[passages.length - 1]
    if (operation === diff.EQUAL) {
      passages.push([diff.EQUAL, text, ''])
      continue
    }
    if (last === undefined || last[0] === diff.EQUAL) passages.push((last = [diff.DELETE, '', '']))
    last[operation === diff.DELETE ? 1 : 2] += text
  }
  return passages
}

/** Only what is alike at both ends: the rest is taken out and put in anew. */
function edges(before: string, after: string): diff.Diff[] {
  const most = Math.min(before.length, after.length)
  let head = 0
  while (head < most && before[head] === after[head]) head++
  if (isHigh(before, head - 1)) head--
  let tail = 0
  while (tail < most - head && before[before.length - 1 - tail] === after[after.length - 1 - tail]) tail++
  if (isLow(before, before.length - tail)) tail--
  return [
    [diff.EQUAL, before.slice(0, head)],
    [diff.DELETE, before.slice(head, before.length - tail)],
    [diff.INSERT, after.slice(head, after.length - tail)],
    [diff.EQUAL, before.slice(before.length - tail)],
  ]
}

/** Texts as strings with one unit for each line, the same for the same line. */
class LineCodes {
  readonly #codes = new Map<string, number>()
  readonly #lines: string[] = []

  encode(text: string): string | null {
    const units: string[] = []
    for (const line of text.split(/(?<=\n)/)) {
      let code = this.#codes.get(line)
      if (code === undefined) {
        code = this.#lines.push(line) - 1
        if (code >= DISTINCT_LINES) return null
        this.#codes.set(line, code)
      }
      units.push(String.fromCharCode(code))
    }
    return units.join('')
  }

  decode(units: string): string {
    return Array.from({ length: units.length }, (_, at) => this.#lines[units.charCodeAt(at)]!).join('')
  }
}

function isHigh(text: string, at: number): boolean {
  return (text.charCodeAt(at) & 0xfc00) === 0xd800
}

function isLow(text: string, at: number): boolean {
  return (text.charCodeAt(at) & 0xfc00) === 0xdc00
}

import { MAX_QUOTE } from '@allmende/vocabulary'
import type { PassageNamed } from '../contract-suggesting.ts'
import { fail } from '../errors.ts'

/** Where a passage is that somebody names, by its words or by its lines. Throws PASSAGE_UNKNOWN, PASSAGE_AMBIGUOUS, PASSAGE_LINE. */
export function passageIn(text: string, named: PassageNamed): { from: number; to: number } {
  return named.quote === undefined ? linesIn(text, named) : quoteIn(text, named.quote, named.near)
}

function quoteIn(text: string, quote: string, near?: number): { from: number; to: number } {
  const from = text.indexOf(quote)
  if (quote === '' || from < 0) throw fail('PASSAGE_UNKNOWN', { found: quote.slice(0, MAX_QUOTE) })
  if (near !== undefined) return nearestOf(text, quote, near)
  const again = text.indexOf(quote, from + 1)
  if (again >= 0) {
    const places = `line ${lineAt(text, from)} and line ${lineAt(text, again)}`
    throw fail('PASSAGE_AMBIGUOUS', { found: quote.slice(0, MAX_QUOTE), places })
  }
  return { from, to: from + quote.length }
}

/** What somebody selected may have been moved by what others wrote since. */
function nearestOf(text: string, quote: string, near: number): { from: number; to: number } {
  const [before, behind] = [text.lastIndexOf(quote, near), text.indexOf(quote, near)]
  const from = before < 0 || (behind >= 0 && behind - near < near - before) ? behind : before
  return { from, to: from + quote.length }
}

function linesIn(text: string, { line = 1, toLine = line }: PassageNamed): { from: number; to: number } {
  const starts = [0, ...[...text.matchAll(/\n/g)].map(({ index }) => index + 1)]
  if (line < 1 || toLine < line || toLine > starts.length)
    throw fail('PASSAGE_LINE', {
      found: line === toLine ? String(line) : `${line}:${toLine}`,
      expected: String(starts.length),
    })
  const from = starts[line - 1]!
  return { from, to: Math.max(from, (starts[toLine] ?? text.length + 1) - 1) }
}

/** From 1. */
export function lineAt(text: string, position: number): number {
  return text.slice(0, position).split('\n').length
}

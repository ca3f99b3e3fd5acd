import { parse } from 'bibtex-parse'
import type { Finding, ImportedGood } from '../contract.ts'
import { MAX_REFERENCES, MAX_REFERENCES_TEXT } from '../limits.ts'
import type { Table } from '../plain.ts'
import { reportFor } from '../report.ts'
import { toItem } from './bibtex-item.ts'
import { fromItem } from './from-item.ts'
import { eachOnce } from './once.ts'

/** Longest entry. The grammar goes back over what it has read; a long abstract has 10,000 characters. */
const MAX_ENTRY = 200_000

/** Braces open at once. Of those that are never closed the grammar tries each to the end, again and again. */
const MAX_OPEN = 100

type Chunk = { text: string; line: number }

/**
 * Reads BibTeX entry by entry, so that a broken one costs only itself. `@string` names are put in, TeX's accents decoded.
 * Never throws.
 */
export function readBibtex(text: string, file: string): { goods: ImportedGood[]; findings: Finding[] } {
  const report = reportFor(file)
  if (text.length > MAX_REFERENCES_TEXT) {
    report.say('REFERENCES_TOO_LARGE', undefined, {
      expected: String(MAX_REFERENCES_TEXT),
      found: String(text.length),
    })
    return { goods: [], findings: report.findings }
  }
  const strings = new Map<string, string>()
  const goods: ImportedGood[] = []
  const chunks = chunksOf(text)
  if (chunks.length > MAX_REFERENCES)
    report.say('REFERENCES_MANY', undefined, { expected: String(MAX_REFERENCES) })
  for (const { text: chunk, line } of chunks.slice(0, MAX_REFERENCES)) {
    for (const item of itemsIn(chunk, strings, (reason) =>
      report.say('REFERENCES_SYNTAX', { line }, { what: 'BibTeX', reason }),
    )) {
      const good = fromItem(item, 'bibtex', report, { line }, String(item['id']))
      if (good) goods.push(good)
    }
  }
  if (chunks.length === 0)
    report.say('REFERENCES_SYNTAX', { line: 1 }, { what: 'BibTeX', reason: 'it has no entry' })
  return { goods: eachOnce(goods, report), findings: report.findings }
}

/** An entry begins where a line begins with `@`; what stands between entries is a comment by BibTeX's rules. */
function chunksOf(text: string): Chunk[] {
  const chunks: Chunk[] = []
  let line = 1
  for (const row of text.replace(/^\uFEFF/, '').split(/\r?\n/)) {
    if (/^\s*@\s*[A-Za-z]/.test(row)) chunks.push({ text: row, line })
    else {
      const last = chunks.at(-1)
      if (last && last.text.length <= MAX_ENTRY) last.text += `\n${row}`
    }
    line++
  }
  return chunks
}

function itemsIn(chunk: string, strings: Map<string, string>, say: (reason: string) => void): Table[] {
  if (/^\s*@\s*(?:comment|preamble)/i.test(chunk)) return []
  if (chunk.length > MAX_ENTRY) {
    say(`an entry of more than ${MAX_ENTRY} characters`)
    return []
  }
  if (opensTooMany(chunk)) {
    say(`more than ${MAX_OPEN} braces open at once`)
    return []
  }
  try {
    return parse(chunk).flatMap((item) => {
      if (item.itemtype === 'string') strings.set(item.name.toLowerCase(), String(item.value))
      return item.itemtype === 'entry' ? [toItem(item, strings)] : []
    })
  } catch (error) {
    say(error instanceof RangeError ? 'nested too deep' : (error as Error).message)
    return []
  }
}

function opensTooMany(chunk: string): boolean {
  let open = 0
  for (const [sign] of chunk.matchAll(/\\.|[{}]/gs)) {
    if (sign === '{') open++
    else if (sign === '}' && open > 0) open--
    if (open > MAX_OPEN) return true
  }
  return false
}

import {
  type Document,
  LineCounter,
  type Node,
  type Pair,
  type YAMLMap,
  isAlias,
  isMap,
  isScalar,
  isSeq,
  parseDocument,
  visit,
} from 'yaml'
import { MAX_ALIASES, MAX_LEVELS, MAX_REPAIRS } from '../limits.ts'
import { type Table, isTable, toPlain } from '../plain.ts'
import type { Place, Report } from '../report.ts'
import type { Manifest, Path } from './manifest.ts'

/** A stretch of the text that was parsed on its own. */
type Stretch = { document: Document; lines: LineCounter; before: number; text: string }

/**
 * Reads YAML 1.2. Where it is broken, each key at the left margin is parsed on its own, so that one bad indentation doesn't take
 * the rest of the manifest with it.
 */
export function parseYaml(text: string, report: Report): Manifest | null {
  const whole = parseStretch(text, 0)
  const stretches = whole && whole.document.errors.length === 0 ? [whole] : salvage(text, report)
  for (const stretch of stretches) judgeKeys(stretch, report)
  const root = merged(stretches, report)
  if (!root) return null
  return {
    root,
    at: (path) => locate(stretches, path)?.place,
    written: (path) => locate(stretches, path)?.written,
  }
}

function parseStretch(text: string, before: number): Stretch | null {
  const lines = new LineCounter()
  try {
    const document = parseDocument(text, {
      lineCounter: lines,
      uniqueKeys: false,
      prettyErrors: false,
      logLevel: 'silent',
    })
    return { document, lines, before, text }
  } catch {
    // The parser recurses; what exhausts its stack is nested deeper than any manifest.
    return null
  }
}

const TOP_KEY = /^(?:"[^"\n]*"|'[^'\n]*'|[^\s#"'[\]{}%,&*!|>@`-][^\n]*?)\s*:(?:\s|$)/

/** Cuts the text before each key at the left margin. */
function salvage(text: string, report: Report): Stretch[] {
  const lines = text.split('\n')
  const starts = lines.flatMap((line, at) => (TOP_KEY.test(line) ? [at] : []))
  if (starts[0] !== 0) starts.unshift(0)
  const stretches: Stretch[] = []
  let broken = 0
  for (const [at, start] of starts.entries()) {
    const part = lines.slice(start, starts[at + 1]).join('\n')
    const stretch = parseStretch(part, start)
    const error = stretch ? stretch.document.errors[0] : undefined
    if (!stretch || error) {
      if (++broken > MAX_REPAIRS) return stretches
      sayBroken(stretch, error, start, report)
    }
    if (stretch) stretches.push(stretch)
  }
  return stretches
}

function sayBroken(
  stretch: Stretch | null,
  error: { pos: [number, number]; message: string } | undefined,
  start: number,
  report: Report,
): void {
  const place = stretch && error ? placeOf(stretch, error.pos[0]) : { line: start + 1 }
  report.say('OKH_SYNTAX', place, { what: 'YAML', reason: error?.message ?? 'nested too deep' })
}

function placeOf(stretch: Stretch, offset: number): Place {
  const { line, col } = stretch.lines.linePos(offset)
  return { line: Math.max(1, line) + stretch.before, column: Math.max(1, col) }
}

/** Keys that are there twice get a name of their own; `__proto__` goes. */
function judgeKeys(stretch: Stretch, report: Report): void {
  visit(stretch.document, {
    Map(_, map) {
      const seen = new Map<string, number>()
      map.items = map.items.filter((pair) => {
        if (!isScalar(pair.key)) return true
        const key = String(pair.key.value)
        const place = pair.key.range ? placeOf(stretch, pair.key.range[0]) : undefined
        if (key === '__proto__') {
          report.say('OKH_KEY_REFUSED', place, { key })
          return false
        }
        pair.key.value = distinct(key, seen, place, report)
        return true
      })
    },
  })
}

/** The key, or with the number of its appearance if it was there before. */
function distinct(key: string, seen: Map<string, number>, place: Place | undefined, report: Report): string {
  const count = (seen.get(key) ?? 0) + 1
  seen.set(key, count)
  if (count === 1) return key
  const as = `${key}#${count}`
  report.say('OKH_KEY_TWICE', place, { key, as })
  return as
}

function merged(stretches: readonly Stretch[], report: Report): Table | null {
  const root: Table = {}
  const seen = new Map<string, number>()
  for (const stretch of stretches) {
    const value = valueOf(stretch, report)
    if (!isTable(value)) continue
    for (const [key, entry] of Object.entries(value)) {
      const as = distinct(key, seen, { line: stretch.before + 1 }, report)
      root[as] = entry
    }
  }
  if (Object.keys(root).length > 0) return root
  if (report.findings.length === 0) report.say('OKH_EMPTY', { line: 1 })
  return null
}

function valueOf(stretch: Stretch, report: Report): unknown {
  try {
    const { value, lost } = toPlain(stretch.document.toJS({ maxAliasCount: MAX_ALIASES }))
    if (lost.has('many')) report.say('OKH_ALIASES', { line: stretch.before + 1 })
    if (lost.has('deep'))
      report.say('OKH_TOO_DEEP', { line: stretch.before + 1 }, { expected: String(MAX_LEVELS) })
    return value
  } catch {
    report.say('OKH_ALIASES', { line: stretch.before + 1 })
    return null
  }
}

function locate(stretches: readonly Stretch[], path: Path): { place: Place; written?: string } | undefined {
  for (const stretch of stretches) {
    const found = locateIn(stretch, path)
    if (found) return found
  }
  return undefined
}

function locateIn(stretch: Stretch, path: Path): { place: Place; written?: string } | undefined {
  let node: unknown = stretch.document.contents
  let offset: number | undefined
  for (const [at, step] of path.entries()) {
    if (isAlias(node)) node = node.resolve(stretch.document)
    const next = stepInto(node, step)
    if (!next) {
      if (at === 0) return undefined
      break
    }
    offset = next.offset ?? offset
    node = next.value
  }
  if (offset === undefined) return undefined
  const place = placeOf(stretch, offset)
  return isScalar(node) && typeof node.source === 'string' ? { place, written: node.source } : { place }
}

function stepInto(node: unknown, step: string | number): { offset?: number; value: unknown } | null {
  if (isMap(node)) {
    const pair = pairsOf(node).get(String(step))
    return pair ? withOffset(pair.key, pair.value) : null
  }
  if (!isSeq(node) || typeof step !== 'number') return null
  const item = node.items[step]
  return item === undefined ? null : withOffset(item, item)
}

/** By key: a map of thousands of keys is asked for each of them. */
function pairsOf(map: YAMLMap): Map<string, Pair> {
  let pairs = known.get(map)
  if (!pairs) {
    pairs = new Map(map.items.flatMap((pair) => (isScalar(pair.key) ? [[String(pair.key.value), pair]] : [])))
    known.set(map, pairs)
  }
  return pairs
}

const known = new WeakMap<YAMLMap, Map<string, Pair>>()

function withOffset(node: unknown, value: unknown): { offset?: number; value: unknown } {
  const range = (node as Node | null)?.range
  return range ? { offset: range[0], value } : { value }
}

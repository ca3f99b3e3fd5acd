import { TomlError, parse } from 'smol-toml'
import { MAX_LEVELS, MAX_OPEN_BRACKETS, MAX_REPAIRS } from '../limits.ts'
import { isTable, toPlain } from '../plain.ts'
import type { Report } from '../report.ts'
import type { Manifest, Path } from './manifest.ts'

/**
 * Reads TOML 1.0. The parser stops at the first error; the statement it stands in is blanked out and the rest tried again, a
 * bounded number of times.
 */
export function parseToml(text: string, report: Report): Manifest | null {
  const lines = text.split('\n')
  for (let tries = 0; tries <= MAX_REPAIRS; tries++) {
    try {
      const { value, lost } = toPlain(
        parse(lines.join('\n'), { integersAsBigInt: 'asNeeded', maxDepth: MAX_OPEN_BRACKETS }),
      )
      if (lost.size > 0) report.say('OKH_TOO_DEEP', { line: 1 }, { expected: String(MAX_LEVELS) })
      return isTable(value) && Object.keys(value).length > 0 ? manifest(value, lines) : sayEmpty(report)
    } catch (error) {
      if (!repaired(error, lines, report)) return null
    }
  }
  return null
}

function manifest(root: Manifest['root'], lines: readonly string[]): Manifest {
  const index = indexOf(lines)
  const entry = (path: Path) => {
    for (let length = path.length; length > 0; length--) {
      const found = index.get(path.slice(0, length).join('\0'))
      if (found) return { ...found, exact: length === path.length }
    }
    return undefined
  }
  return {
    root,
    at: (path) => {
      const found = entry(path)
      return found && { line: found.line, column: found.column }
    },
    written: (path) => {
      const found = entry(path)
      return found?.exact ? found.number : undefined
    },
  }
}

function sayEmpty(report: Report): null {
  if (report.findings.length === 0) report.say('OKH_EMPTY', { line: 1 })
  return null
}

/** Blanks out what the error is about. A table whose header is broken goes with its keys: they would fall into the table before. */
function repaired(error: unknown, lines: string[], report: Report): boolean {
  if (!(error instanceof TomlError)) {
    report.say('OKH_TOO_DEEP', { line: 1 }, { expected: String(MAX_OPEN_BRACKETS) })
    return false
  }
  const reason = error.message.split('\n')[0]?.replace('Invalid TOML document: ', '') ?? ''
  report.say('OKH_SYNTAX', { line: error.line, column: error.column }, { what: 'TOML', reason })
  const start = statementStart(lines, error.line - 1)
  if (start === null) return false
  const isHeader = /^\s*\[/.test(lines[start] ?? '')
  let end = Math.max(start + 1, error.line)
  while (isHeader && end < lines.length && !/^\s*\[/.test(lines[end] ?? '')) end++
  for (let at = start; at < end; at++) lines[at] = ''
  return true
}

/** From where the parser stopped back to the line that begins a statement: it stops at the end of a text that never ended. */
function statementStart(lines: readonly string[], from: number): number | null {
  for (let at = Math.min(from, lines.length - 1); at >= 0; at--) {
    if (/^\s*(?:\[|["'\w.-]+\s*=)/.test(lines[at] ?? '')) return at
    if (at === from && (lines[at] ?? '').trim() !== '') {
      const before = lines.slice(0, at).findLast((line) => line.trim() !== '')
      if (before === undefined || !/(?:[[,]|"""|''')\s*(?:#.*)?$/.test(before)) return at
    }
  }
  return null
}

type Entry = { line: number; column: number; number?: string }

const HEADER = /^(\s*)(\[{1,2})([^\]]+)\]{1,2}/
const KEY = /^(\s*)((?:"[^"]*"|'[^']*'|[\w-]+)(?:\s*\.\s*(?:"[^"]*"|'[^']*'|[\w-]+))*)\s*=\s*(.*)$/

/** Where each key stands, for messages: a reading of lines that knows headers, keys and long texts, and no more. */
function indexOf(lines: readonly string[]): Map<string, Entry> {
  const index = new Map<string, Entry>()
  const counts = new Map<string, number>()
  let table: string[] = []
  let closing: string | null = null
  for (const [at, line] of lines.entries()) {
    if (closing !== null) {
      if (line.includes(closing)) closing = null
      continue
    }
    const header = HEADER.exec(line)
    const key = header ? null : KEY.exec(line)
    if (header) {
      table = headerPath(header[3] ?? '', header[2] === '[[', counts)
      note(index, table, { line: at + 1, column: (header[1] ?? '').length + 1 })
    } else if (key) {
      const value = key[3] ?? ''
      const number = /^[+-]?\d[\d._eE+-]*/.exec(value)?.[0]
      const entry: Entry = { line: at + 1, column: (key[1] ?? '').length + 1 }
      note(index, [...table, ...parts(key[2] ?? '')], number === undefined ? entry : { ...entry, number })
      closing = openLongText(value)
    }
  }
  return index
}

function note(index: Map<string, Entry>, path: readonly string[], entry: Entry): void {
  const name = path.join('\0')
  if (!index.has(name)) index.set(name, entry)
}

function headerPath(name: string, isList: boolean, counts: Map<string, number>): string[] {
  const path: string[] = []
  const steps = parts(name)
  for (const [at, step] of steps.entries()) {
    path.push(step)
    const list = path.join('\0')
    const last = at === steps.length - 1
    if (last && isList) counts.set(list, (counts.get(list) ?? -1) + 1)
    const count = counts.get(list)
    if (count !== undefined) path.push(String(count))
  }
  return path
}

function parts(name: string): string[] {
  return (name.match(/"[^"]*"|'[^']*'|[^.\s]+/g) ?? []).map((part) => part.replace(/^(["'])(.*)\1$/, '$2'))
}

function openLongText(value: string): string | null {
  const mark = /^("""|''')/.exec(value)?.[1]
  return mark !== undefined && !value.slice(3).includes(mark) ? mark : null
}

import type { Place, Report } from '../report.ts'
import type { Table } from '../plain.ts'
import { MAX_OPEN_BRACKETS, MAX_TEXT } from '../limits.ts'
import { parseToml } from './toml.ts'
import { parseYaml } from './yaml.ts'

export type Path = readonly (string | number)[]

/** A parsed manifest that still knows where each key stands. */
export type Manifest = {
  root: Table
  /** The place of a key or entry, or of the nearest that holds it. */
  at(path: Path): Place | undefined
  /** A number as it was written ("1.10" and not 1.1). */
  written(path: Path): string | undefined
}

/** YAML or TOML, told apart by what stands in it: extensions lie. Null when nothing could be read. */
export function parseManifest(text: string, report: Report): Manifest | null {
  if (text.length > MAX_TEXT) {
    report.say('OKH_TOO_LARGE', { line: 1 }, { expected: String(MAX_TEXT), found: String(text.length) })
    return null
  }
  const clean = text.replace(/^\uFEFF/, '')
  const deep = tooDeepAt(clean)
  if (deep !== null) {
    report.say('OKH_TOO_DEEP', { line: deep }, { expected: String(MAX_OPEN_BRACKETS) })
    return null
  }
  return looksLikeToml(clean) ? parseToml(clean, report) : parseYaml(clean, report)
}

const TOML_LINE = /^\s*(?:\[{1,2}[^\]\n]+\]{1,2}\s*(?:#.*)?$|["'\w][^:=\n]*=)/gm
const YAML_LINE = /^(?:[^\s#=[{][^=\n]*?:(?:\s|$)|---)/gm

function looksLikeToml(text: string): boolean {
  return (text.match(TOML_LINE)?.length ?? 0) > (text.match(YAML_LINE)?.length ?? 0)
}

/**
 * The line where too many brackets, or list markers, are open at once; both parsers recurse for each and would run out of stack.
 * A bracket within a text counts too: no honest text leaves that many open.
 */
function tooDeepAt(text: string): number | null {
  const open = /[[\]{}\n]|(?:[-?] ){64}/g
  let depth = 0
  let line = 1
  for (const [token] of text.matchAll(open)) {
    if (token === '\n') line++
    else if (token === '[' || token === '{') depth++
    else if (token === ']' || token === '}') depth = Math.max(0, depth - 1)
    else return line
    if (depth > MAX_OPEN_BRACKETS) return line
  }
  return null
}

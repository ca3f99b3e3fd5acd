import { parse } from 'smol-toml'
import { MAX_OPEN_BRACKETS, MAX_REUSE_GLOB, MAX_REUSE_GLOBS } from './limits.ts'
import { isTable } from './plain.ts'

/** What `REUSE.toml` says of one path. `override`: also against what the file itself states. */
export type ReuseStatement = { readonly licence: string; readonly override: boolean }

export type ReuseLicences = { of(path: string): ReuseStatement | undefined }

type Annotation = ReuseStatement & { readonly globs: readonly string[] }

/**
 * Reads the licences that a `REUSE.toml` states (REUSE specification 3.3). Of several annotations that fit a path the last
 * counts. Null for what is no such file, and for one with more patterns than anybody writes. Rule I42.
 */
export function readReuse(text: string): ReuseLicences | null {
  const annotations = annotationsIn(text)
  if (!annotations || annotations.reduce((sum, { globs }) => sum + globs.length, 0) > MAX_REUSE_GLOBS)
    return null
  return {
    of(path) {
      const found = annotations.findLast(({ globs }) => globs.some((glob) => fits(glob, path)))
      return found && { licence: found.licence, override: found.override }
    },
  }
}

function annotationsIn(text: string): Annotation[] | null {
  let root: unknown
  try {
    root = parse(text, { maxDepth: MAX_OPEN_BRACKETS })
  } catch {
    return null
  }
  if (!isTable(root) || root['version'] !== 1) return null
  const listed: unknown[] = Array.isArray(root['annotations']) ? root['annotations'] : []
  return listed.flatMap((one) => {
    if (!isTable(one)) return []
    const [globs, licences] = [texts(one['path']), texts(one['SPDX-License-Identifier'])]
    if (globs.length === 0 || licences.length === 0) return []
    // Several identifiers mean that all of them hold.
    const licence =
      licences.length === 1 ? String(licences[0]) : licences.map((id) => `(${id})`).join(' AND ')
    return [{ globs, licence, override: one['precedence'] === 'override' }]
  })
}

function texts(value: unknown): string[] {
  const listed: unknown[] = Array.isArray(value) ? value : [value]
  return listed.filter((one): one is string => typeof one === 'string' && one.length <= MAX_REUSE_GLOB)
}

/**
 * Whether a path fits a pattern: `**` is anything, `*` anything but a slash, a backslash takes the next character as it is.
 * By the set of places in the pattern that are reached so far: a regular expression with many stars could take for ever.
 */
function fits(glob: string, path: string): boolean {
  const parts = partsOf(glob)
  let reached = withSkipped(new Set([0]), parts)
  for (const character of path) {
    const next = new Set<number>()
    for (const at of reached) {
      const part = parts[at]
      if (part === undefined) continue
      if (part.star === 'all' || (part.star === 'one' && character !== '/')) next.add(at)
      else if (part.text === character) next.add(at + 1)
    }
    if (next.size === 0) return false
    reached = withSkipped(next, parts)
  }
  return reached.has(parts.length)
}

type Part = { readonly star?: 'one' | 'all'; readonly text?: string }

function partsOf(glob: string): Part[] {
  return Array.from(glob.matchAll(/\*\*+|\*|\\(.)|./gsu), ([found, escaped]): Part => {
    if (escaped !== undefined) return { text: escaped }
    if (found === '*') return { star: 'one' }
    return found.startsWith('**') ? { star: 'all' } : { text: found }
  })
}

/** A star may also stand for nothing. */
function withSkipped(reached: Set<number>, parts: readonly Part[]): Set<number> {
  for (const at of reached) if (parts[at]?.star) reached.add(at + 1)
  return reached
}

import ignore from 'ignore'
import { IGNORE_FILE, LEFT_OUT, namedIn, NEVER, type Why, why } from './left-out.ts'

/**
 * All rules of one share in the order of their force: the defaults, then each `.allmendeignore` from the top down.
 * One list for the whole tree, each nested rule rewritten to hold for its folder only: asking folder by folder
 * instead would let a default of above win over a `!` of below for everything inside a folder taken in again.
 */
export class IgnoreRules {
  readonly #rules = ignore({ ignorecase: true, allowRelativePaths: true })
  /** A rule carries a mark, which is a text: what it stands for. */
  readonly #whys = new Map<string, Why>()

  constructor() {
    for (const { code, patterns } of LEFT_OUT) {
      this.#whys.set(code, why(code))
      for (const pattern of patterns) this.#rules.add({ pattern, mark: code })
    }
  }

  /** Takes in the lines of the ignore file that lies in `folder` (relative, '' for the top). */
  add(folder: string, text: string): void {
    const source = folder === '' ? '.allmendeignore' : `${folder}/.allmendeignore`
    this.#whys.set(source, namedIn(source))
    for (const line of text.split(/\r?\n/)) {
      const pattern = scoped(line, folder)
      if (pattern !== null) this.#rules.add({ pattern, mark: source })
    }
  }

  /** Why a path is left out, or null. `path` is relative to the top; a folder's is asked before what is in it. */
  why(path: string, isFolder: boolean): Why | null {
    if (NEVER.test(path.slice(path.lastIndexOf('/') + 1))) return why('git')
    const result = this.#rules.test(isFolder ? `${path}/` : path)
    return result.ignored ? (this.#whys.get(result.rule?.mark ?? '') ?? namedIn(IGNORE_FILE)) : null
  }
}

/** A line of an ignore file in `folder` as a rule for the whole tree; null for blanks and comments. */
function scoped(line: string, folder: string): string | null {
  const text = line.replace(/^\ufeff/, '')
  if (text.trim() === '' || text.startsWith('#')) return null
  if (folder === '') return text
  const negated = text.startsWith('!')
  const body = negated ? text.slice(1) : text
  const anchored = body.replace(/[\s/]+$/, '').includes('/')
  const place = folder.replaceAll(/[\\*?[\]!#]/g, '\\$&')
  const rule = anchored ? `/${place}/${body.replace(/^\//, '')}` : `/${place}/**/${body}`
  return negated ? `!${rule}` : rule
}

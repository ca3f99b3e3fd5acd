import type { PreviewProblem } from './contract.ts'
import { PathSet } from './path-set.ts'
import { problem } from './problems.ts'
import { pathIssue, safeName } from './safe-path.ts'

/** What no replacement makes safe, or what a person should look at before it is shared under another name. */
const NEVER_ADAPTED = new Set(['PATH_OUTSIDE', 'PATH_CONTROL', 'PATH_NOT_UNICODE', 'PATH_RESERVED'])

/** Judges the names of one walk and writes what it finds into `problems`. */
export class NameJudge {
  readonly #paths = new PathSet()
  readonly #problems: PreviewProblem[]

  constructor(problems: PreviewProblem[]) {
    this.#problems = problems
  }

  /**
   * The name under which a file or folder is shared, or null when it can't be. A name that only some systems refuse
   * is adapted with a warning: a folder with one `Report: final.pdf` should be shareable.
   */
  part(raw: string, name: string): string | null {
    const issue = pathIssue(name)
    if (issue && NEVER_ADAPTED.has(issue.code)) {
      this.#problems.push(problem(issue.code, raw, issue))
      return null
    }
    const safe = safeName(name)
    const rest = pathIssue(safe)
    if (rest) {
      this.#problems.push(problem(rest.code, raw, rest))
      return null
    }
    if (safe !== name.normalize('NFC'))
      this.#problems.push(problem('SHARE_RENAMED', raw, { as: safe }, 'warning'))
    return safe
  }

  /** Whether a whole path can be shared beside those before it. */
  whole(raw: string, path: string): boolean {
    const issue = pathIssue(path)
    if (issue) this.#problems.push(problem(issue.code, raw, issue))
    const clash = this.#paths.add(path)
    if (clash) this.#problems.push(problem(clash.code, raw, { other: clash.other }))
    return !issue && !clash
  }
}

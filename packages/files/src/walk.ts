import type { Dirent } from 'node:fs'
import { lstat, readFile, readdir, readlink, realpath } from 'node:fs/promises'
import { dirname, resolve, sep } from 'node:path'
import { MAX_FILES } from '@allmende/vocabulary'
import type { LeftOut, PreviewFile, PreviewProblem } from './contract.ts'
import { IgnoreRules } from './ignore-rules.ts'
import { IGNORE_FILE, why } from './left-out.ts'
import { MAX_DEPTH } from './limits.ts'
import { NameJudge } from './name-judge.ts'
import { errorCode, problem } from './problems.ts'

export type Walked = { files: PreviewFile[]; leftOut: LeftOut[]; problems: PreviewProblem[] }

type Place = {
  source: string
  /** As on this disk. */ raw: string
  /** As in the good. */ path: string
  depth: number
}

/**
 * Walks a folder without ever following a link. `root` and `homes` are real paths. Goes on after a problem, so that
 * a person sees all of them at once, and stops at the limit of files.
 */
export async function walkFolder(root: string, homes: string[], signal?: AbortSignal): Promise<Walked> {
  const walk = new Walk(root, homes, signal)
  await walk.folder({ source: root, raw: '', path: '', depth: 0 })
  walk.isFull()
  return walk.found
}

class Walk {
  readonly found: Walked = { files: [], leftOut: [], problems: [] }
  readonly #rules = new IgnoreRules()
  readonly #names = new NameJudge(this.found.problems)
  readonly #root: string
  readonly #homes: string[]
  readonly #signal: AbortSignal | undefined

  constructor(root: string, homes: string[], signal: AbortSignal | undefined) {
    this.#root = root
    this.#homes = homes
    this.#signal = signal
  }

  async folder(place: Place): Promise<void> {
    this.#signal?.throwIfAborted()
    const { problems } = this.found
    if (place.depth > MAX_DEPTH) {
      problems.push(problem('SHARE_TOO_DEEP', place.raw, { expected: String(MAX_DEPTH) }))
      return
    }
    const children = await this.#list(place)
    // Through a link as well: only rules are read, and without them too much would be shared.
    if (children.some((child) => child.name === IGNORE_FILE && !child.isDirectory()))
      await this.#readRules(place)
    for (const child of children) {
      if (this.isFull()) return
      await this.#visit(place, child)
    }
  }

  /** Notes the problem when it is. */
  isFull(): boolean {
    const { files, problems } = this.found
    if (files.length <= MAX_FILES) return false
    if (!problems.some(({ code }) => code === 'SHARE_TOO_MANY')) {
      problems.push(problem('SHARE_TOO_MANY', '', { expected: MAX_FILES.toLocaleString('en') }))
    }
    return true
  }

  async #list(place: Place): Promise<Dirent[]> {
    try {
      const children = await readdir(place.source, { withFileTypes: true })
      return children.toSorted((a, b) => (a.name < b.name ? -1 : 1))
    } catch (error) {
      this.found.problems.push(problem('SHARE_UNREADABLE', place.raw || '.', { reason: errorCode(error) }))
      return []
    }
  }

  async #readRules(place: Place): Promise<void> {
    const file = place.raw === '' ? IGNORE_FILE : `${place.raw}/${IGNORE_FILE}`
    try {
      this.#rules.add(place.raw, await readFile(`${place.source}${sep}${IGNORE_FILE}`, 'utf8'))
    } catch (error) {
      // An error, not a warning: without its rules, what the person wanted kept back would be shared.
      this.found.problems.push(problem('SHARE_UNREADABLE', file, { reason: errorCode(error) }))
    }
  }

  async #visit(above: Place, child: Dirent): Promise<void> {
    const raw = above.raw === '' ? child.name : `${above.raw}/${child.name}`
    const source = `${above.source === sep ? '' : above.source}${sep}${child.name}`
    const left = this.#homes.includes(source) ? why('home') : this.#rules.why(raw, child.isDirectory())
    if (left !== null) {
      this.found.leftOut.push({ path: child.isDirectory() ? `${raw}/` : raw, ...left })
      return
    }
    if (child.isSymbolicLink()) return this.#link(source, raw)
    if (!child.isDirectory() && !child.isFile()) {
      this.found.leftOut.push({ path: raw, ...why('special') })
      return
    }
    const name = this.#names.part(raw, child.name)
    if (name === null) return
    const place = {
      source,
      raw,
      path: above.path === '' ? name : `${above.path}/${name}`,
      depth: above.depth + 1,
    }
    await (child.isDirectory() ? this.folder(place) : this.#file(place))
  }

  async #file({ source, raw, path }: Place): Promise<void> {
    try {
      const stat = await lstat(source)
      if (!this.#names.whole(raw, path)) return
      const executable = (stat.mode & 0o100) !== 0
      this.found.files.push({ path, source, bytes: stat.size, executable, modified: stat.mtimeMs })
    } catch (error) {
      // The name came from this very folder; if it can't be found, Node could not represent its bytes.
      const lost = errorCode(error) === 'ENOENT' && raw.includes('\ufffd')
      this.found.problems.push(
        lost
          ? problem('PATH_NOT_UNICODE', raw)
          : problem('SHARE_UNREADABLE', raw, { reason: errorCode(error) }),
      )
    }
  }

  /**
   * A link that stays inside is left out, not followed: what it leads to is in the folder already, and followed it
   * would come back as a second copy (or, to a folder above it, without end). One that leads out is an error: the
   * person may not know that the folder shows something from elsewhere.
   */
  async #link(source: string, raw: string): Promise<void> {
    const to = await destination(source)
    if (
      to.path !== this.#root &&
      !to.path.startsWith(this.#root.endsWith(sep) ? this.#root : this.#root + sep)
    ) {
      this.found.problems.push(problem('SHARE_LINK_OUTSIDE', raw, { to: to.path }))
      return
    }
    this.found.leftOut.push({ path: raw, ...why(to.exists ? 'inside' : 'dangling') })
  }
}

async function destination(link: string): Promise<{ path: string; exists: boolean }> {
  try {
    return { path: await realpath(link), exists: true }
  } catch {
    const target = await readlink(link)
    const folder = await realpath(dirname(link))
    return { path: resolve(folder, target), exists: false }
  }
}

import { displayText } from '@allmende/vocabulary'
import type { LeftOut } from '../contract.ts'
import { fail } from '../errors.ts'
import { NEVER, why } from '../left-out.ts'
import { PathSet } from '../path-set.ts'
import { pathIssue } from '../safe-path.ts'

/** Left by decoders in the place of bytes that are no UTF-8: nobody knows what the name was. */
const REPLACEMENT = '\ufffd'

/**
 * Judges the names of one archive, all by the rule that copying has. Unlike on sharing nothing is adapted: whoever
 * made the folder sees its preview and can rename; an archive comes from elsewhere, and a name that some systems
 * can't bear is the oldest way out of the folder it is unpacked to.
 */
export class EntryNames {
  readonly leftOut: LeftOut[] = []
  readonly #files = new PathSet()
  readonly #folders = new Map<string, string>()

  /** The path of an entry in the folder, or null for what isn't unpacked. Throws the PATH_… errors. */
  judge(raw: string, folder: boolean): string | null {
    const path = plain(raw, folder)
    if (path === '' && folder) return null
    const shown = displayText(raw, 300)
    if (path.includes(REPLACEMENT)) throw fail('PATH_NOT_UNICODE', { path: shown })
    if (path.split('/').some((part) => NEVER.test(part)) && !isOut(path)) return this.#leave(path)
    const issue = pathIssue(path)
    if (issue) throw fail(issue.code, { ...issue, path: shown })
    const clash = folder ? null : this.#files.add(path)
    if (clash) throw fail(clash.code, { path: shown, other: displayText(clash.other, 300) })
    if (folder) this.#folders.set(path, shown)
    return folder ? null : path
  }

  /** A folder that an entry names may also be a file of another. Asked at the end, since the order is free. */
  finish(): void {
    for (const [path, shown] of this.#folders) {
      const clash = this.#files.clashOfFolder(path)
      if (clash) throw fail('PATH_FILE_AS_FOLDER', { path: shown })
    }
  }

  #leave(path: string): null {
    const parts = path.split('/')
    const top = `${parts.slice(0, parts.findIndex((part) => NEVER.test(part)) + 1).join('/')}/`
    if (!this.leftOut.some((one) => one.path === top))
      this.leftOut.push({ path: displayText(top, 300), ...why('git') })
    return null
  }
}

/** `tar` writes `./a`, and folders with a slash behind. */
function plain(raw: string, folder: boolean): string {
  const path = raw.replace(/^(?:\.\/+)+/, '')
  return folder && path !== '/' ? path.replace(/\/$/, '').replace(/^\.$/, '') : path
}

/** A way out is refused even where it leads through `.git`. */
function isOut(path: string): boolean {
  const code = pathIssue(path)?.code
  return code !== undefined && code !== 'PATH_RESERVED'
}

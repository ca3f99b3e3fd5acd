import { MAX_PATH_BYTES } from '@allmende/vocabulary'
import { MAX_NAME_BYTES } from './limits.ts'
import { PARTIAL_NAME } from './partial-name.ts'

export type PathIssue = {
  code:
    | 'PATH_EMPTY'
    | 'PATH_ABSOLUTE'
    | 'PATH_OUTSIDE'
    | 'PATH_NOT_UNICODE'
    | 'PATH_CONTROL'
    | 'PATH_CHARACTER'
    | 'PATH_ENDING'
    | 'PATH_DEVICE'
    | 'PATH_RESERVED'
    | 'PATH_TOO_LONG'
  expected?: string
  found?: string
}

const encoder = new TextEncoder()

/** C0 and C1 controls, line separators, and marks that turn the direction: `invoice\u202efdp.exe` shows as a PDF. */
// oxlint-disable-next-line no-control-regex -- control characters are what is looked for
const CONTROL = /[\u0000-\u001f\u007f-\u009f\u2028\u2029\u200e\u200f\u061c\u202a-\u202e\u2066-\u2069]/
const WINDOWS_CHARACTER = /[<>:"|?*\\]/
/** With any extension, and with blanks before it, Windows opens the device and not a file. */
const DEVICE = /^(?:con|prn|aux|nul|com[0-9¹²³]|lpt[0-9¹²³]|conin\$|conout\$) *(?:\.|$)/i
/** What HFS+ drops when it compares names: `.g\u200cit` is `.git` there. */
const DROPPED = /[\u200b-\u200f\u202a-\u202e\u2060-\u206f\ufeff]/g
/** `git~1` is the short form of `.git` on Windows. */
const GIT = /^(?:\.git|git~[0-9]+)$/i

/**
 * Why a path must not be written on some system, or null. Checked in this order: `PATH_NOT_UNICODE` (half of a
 * surrogate pair), `PATH_CONTROL`, `PATH_ABSOLUTE` (`/x`, `\x`, `C:x`), `PATH_OUTSIDE` (a part `..`, by either slash),
 * `PATH_EMPTY`, `PATH_TOO_LONG`, then part by part `PATH_CHARACTER`, `PATH_ENDING`, `PATH_DEVICE`, `PATH_RESERVED`.
 * One rule on all systems: what is copied here may go on to another on a stick.
 */
export function pathIssue(path: string): PathIssue | null {
  if (!path.isWellFormed()) return { code: 'PATH_NOT_UNICODE' }
  if (CONTROL.test(path)) return { code: 'PATH_CONTROL' }
  if (/^(?:[/\\]|[a-z]:)/i.test(path)) return { code: 'PATH_ABSOLUTE' }
  if (path.split(/[/\\]/).includes('..')) return { code: 'PATH_OUTSIDE' }
  const parts = path.split('/')
  if (parts.some((part) => part === '' || part === '.')) return { code: 'PATH_EMPTY' }
  return lengthIssue(path, parts) ?? firstOf(parts, partIssue)
}

/**
 * A name with the same meaning that works everywhere: NFC, `_` for what Windows refuses. Only for import: the author
 * sees it in the preview. What comes from a peer is refused instead, as an honest list never needs it.
 */
export function safeName(name: string): string {
  let safe = name.normalize('NFC').replaceAll(/[<>:"|?*\\]/g, '_')
  safe = safe.replace(/[. ]+$/, (ending) => '_'.repeat(ending.length))
  return DEVICE.test(safe) ? `_${safe}` : safe
}

/** Two paths with the same key are one file on a system that folds case (Windows, macOS) or form (macOS). */
export function collisionKey(path: string): string {
  return path.normalize('NFC').toLowerCase().normalize('NFC')
}

function lengthIssue(path: string, parts: string[]): PathIssue | null {
  const bytes = encoder.encode(path).length
  if (bytes > MAX_PATH_BYTES) return tooLong(`${MAX_PATH_BYTES} bytes`, bytes)
  return firstOf(parts, (part) => {
    const length = encoder.encode(part).length
    return length > MAX_NAME_BYTES ? tooLong(`${MAX_NAME_BYTES} bytes in one name`, length) : null
  })
}

function tooLong(expected: string, found: number): PathIssue {
  return { code: 'PATH_TOO_LONG', expected: `at most ${expected}`, found: `${found} bytes` }
}

function partIssue(part: string): PathIssue | null {
  if (WINDOWS_CHARACTER.test(part)) return { code: 'PATH_CHARACTER' }
  if (/[. ]$/.test(part)) return { code: 'PATH_ENDING' }
  if (DEVICE.test(part)) return { code: 'PATH_DEVICE' }
  const seen = part.replaceAll(DROPPED, '')
  return GIT.test(seen) || PARTIAL_NAME.test(seen) ? { code: 'PATH_RESERVED' } : null
}

function firstOf(parts: string[], judge: (part: string) => PathIssue | null): PathIssue | null {
  for (const part of parts) {
    const found = judge(part)
    if (found) return found
  }
  return null
}

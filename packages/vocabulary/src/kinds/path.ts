import { MAX_PATH_BYTES } from '../limits.ts'

const encoder = new TextEncoder()

/**
 * Whether a path stays inside any folder it is joined to, on every system: both kinds of slash count as separators
 * when looking for `..`, and nothing is absolute. Names that only some systems refuse (`CON`, `a:b`, a backslash)
 * pass: whoever writes files judges them for the system it runs on.
 */
export function isSafePath(path: string): boolean {
  if (path.length > MAX_PATH_BYTES || !path.isWellFormed() || path.includes('\0')) return false
  if (/^[A-Za-z]:/.test(path) || path.startsWith('\\')) return false
  if (path.split('/').some((part) => part === '' || part === '.')) return false
  if (path.split(/[/\\]/).includes('..')) return false
  return encoder.encode(path).length <= MAX_PATH_BYTES
}

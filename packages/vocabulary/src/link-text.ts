import { fail } from './errors.ts'
import { MAX_LINK_LENGTH } from './limits.ts'
import { Z32_ALPHABET } from './z32.ts'

const SCHEME = 'allmende:'

/** What people, mail programs and shells leave around a link. */
const AROUND = String.raw`[\s<>"'` + '`“”„‘’‚«»‹›()\\[\\]\u200b\u2060\ufeff]+'
const BEFORE = new RegExp(`^${AROUND}`)
const BEHIND = new RegExp(`(${AROUND}|[.,;!?])+$`)

/**
 * The part of a pasted link behind the scheme, in lower case.
 * Throws `LINK_EMPTY`, `LINK_TOO_LONG`, `LINK_SCHEME`, `LINK_BROKEN`, `LINK_CHARACTER`.
 */
export function cleanLink(pasted: string): string {
  if (pasted.length > 4 * MAX_LINK_LENGTH) throw tooLong(pasted.length)
  const text = pasted.replace(BEFORE, '').replace(BEHIND, '')
  if (text === '') throw fail('LINK_EMPTY')
  if (text.length > MAX_LINK_LENGTH) throw tooLong(text.length)
  // ASCII only: `toLowerCase` alone would turn the Kelvin sign into a k.
  const lower = text.replaceAll(/[A-Z]/g, (letter) => letter.toLowerCase())
  if (!lower.startsWith(SCHEME)) throw fail('LINK_SCHEME', { found: text.slice(0, 20) })
  const payload = lower.slice(SCHEME.length)
  checkCharacters(payload)
  return payload
}

function checkCharacters(payload: string): void {
  for (let at = 0; at < payload.length; at++) {
    if (Z32_ALPHABET.includes(payload[at]!)) continue
    const position = SCHEME.length + at + 1
    if (/\s/.test(payload[at]!)) throw fail('LINK_BROKEN', { position })
    const found = String.fromCodePoint(payload.codePointAt(at)!)
    throw fail('LINK_CHARACTER', { found, position })
  }
}

function tooLong(length: number) {
  return fail('LINK_TOO_LONG', { expected: String(MAX_LINK_LENGTH), found: String(length) })
}

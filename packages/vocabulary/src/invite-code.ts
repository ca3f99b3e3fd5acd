import { fail } from './errors.ts'
import { INVITE_WORDS } from './invite-words.ts'

/** A code that is said aloud: `7-garden-lantern`. The number tells where to meet, the words are the secret. */
export type InviteCode = {
  readonly number: number
  readonly words: readonly [string, string]
}

type Bytes = { bytes(count: number): Uint8Array }

/**
 * Numbers go up to this. Two open invites in the world with one number cost each other tries, so there are many; and
 * people say four digits without a mistake.
 */
export const MAX_INVITE_NUMBER = 9_999

const FORM = /^(\d{1,4})[\s,._-]+(\p{L}+)[\s,._-]+(\p{L}+)$/u
const LIKE = /^(\d{1,4})[\s,._-]+\p{L}/u
const SUGGESTED = 3

/** Makes a code: one of 9,999 numbers, and two of 1,024 words by 20 random bits. */
export function newInviteCode(random: Bytes): InviteCode {
  const [high = 0, low = 0] = random.bytes(2)
  const [a = 0, b = 0, c = 0, d = 0] = random.bytes(4)
  return {
    // Not quite even, which harms nobody: the number is no secret.
    number: (((high << 8) | low) % MAX_INVITE_NUMBER) + 1,
    words: [wordAt((a << 8) | b), wordAt((c << 8) | d)],
  }
}

export function writeInviteCode({ number, words }: InviteCode): string {
  return [number, ...words].join('-')
}

/** Whether somebody means a code, right or wrong, and not a link, an id or a name. */
export function isLikeInviteCode(text: string): boolean {
  return LIKE.test(text.trim())
}

/**
 * Reads a code as it was typed: capitals and any of ` ,._-` between its parts are forgiven. A word that isn't on the
 * list is told here, before it costs a try. Throws INVITE_CODE_FORM, INVITE_CODE_WORD.
 */
export function parseInviteCode(text: string): InviteCode {
  const [, digits = '', first = '', second = ''] = FORM.exec(text.trim().toLowerCase()) ?? []
  const number = Number(digits)
  if (digits === '' || number < 1 || number > MAX_INVITE_NUMBER)
    throw fail('INVITE_CODE_FORM', { found: text.slice(0, 60) })
  return { number, words: [known(first), known(second)] }
}

function known(word: string): string {
  if (INVITE_WORDS.includes(word)) return word
  const near = nearest(word).map((one) => `"${one}"`)
  throw fail('INVITE_CODE_WORD', { found: word.slice(0, 30), expected: near.join(', ') })
}

function wordAt(bits: number): string {
  return INVITE_WORDS[bits % INVITE_WORDS.length]!
}

/** The words of the list that are the fewest letters away from what was typed. */
function nearest(typed: string): string[] {
  const distances = INVITE_WORDS.map((word) => ({ word, letters: lettersBetween(word, typed.slice(0, 30)) }))
  return distances
    .toSorted((a, b) => a.letters - b.letters)
    .slice(0, SUGGESTED)
    .map(({ word }) => word)
}

/** Letters to put in, take out or change (Levenshtein). */
export function lettersBetween(a: string, b: string): number {
  let above = Array.from({ length: b.length + 1 }, (_, column) => column)
  for (let row = 1; row <= a.length; row++) {
    const line = [row]
    for (let column = 1; column <= b.length; column++) {
      const changed = above[column - 1]! + (a[row - 1] === b[column - 1] ? 0 : 1)
      line.push(Math.min(changed, above[column]! + 1, line[column - 1]! + 1))
    }
    above = line
  }
  return above[b.length]!
}

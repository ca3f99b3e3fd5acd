import { createHash } from 'node:crypto'

const DIGITS = '0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz'
const HIGHEST = DIGITS.length - 1

/** So many characters of a key tell apart what two put in the same place at once. */
const OWN_DIGITS = 3

/**
 * A key that stands between two others when keys are compared as text; `before` may be empty and `after` null. It counts
 * up rather than halving, since most lines are put behind the one before: a key then grows by one digit in sixty. Its
 * last digits come from the line's id: two lines put in the same place apart get different keys, and there is room between them.
 * Null where nothing fits: keys that stand alike, which only another program makes.
 */
export function orderKeyBetween(before: string, after: string | null, id: string): string | null {
  if (after !== null && before >= after) return null
  const key = between(before, after)
  return key === null ? null : key + ownDigits(id)
}

function between(before: string, after: string | null): string | null {
  let head = ''
  for (let at = 0; ; at++) {
    const low = digit(before, at)
    const high = after === null ? HIGHEST + 1 : digit(after, at)
    if (after !== null && at >= after.length) return null
    if (high - low > 1) {
      // Behind a line: the next. Before the first of some: in the middle, for more of the same.
      const chosen = at < before.length ? low + 1 : after === null ? 1 : (low + high) >> 1
      return head + DIGITS[chosen]!
    }
    head += DIGITS[low]!
    if (high - low === 1) return head + above(before.slice(at + 1))
  }
}

/** The next key of any length. */
function above(rest: string): string {
  for (let at = 0; ; at++) {
    const low = digit(rest, at)
    if (low < HIGHEST) return rest.slice(0, at) + DIGITS[low + 1]!
  }
}

/** Behind its end, a key goes on with the lowest digits. A digit of another program counts as the nearest lower one. */
function digit(key: string, at: number): number {
  if (at >= key.length) return 0
  const found = DIGITS.indexOf(key[at]!)
  return found >= 0 ? found : HIGHEST
}

function ownDigits(id: string): string {
  const bytes = createHash('sha256').update(id).digest()
  const digits = Array.from({ length: OWN_DIGITS }, (_, index) => DIGITS[bytes[index]! % HIGHEST]!)
  // A key that ends in the lowest digit has nothing before it.
  return digits.slice(0, -1).join('') + DIGITS[1 + (bytes[OWN_DIGITS]! % HIGHEST)]!
}

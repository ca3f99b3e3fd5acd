/**
 * How many typing mistakes lie between two words: a letter too many, too few, another one, or two neighbours swapped.
 * `limit + 1` stands for all that is more than `limit`; only what is that near is computed, since thousands of words are
 * compared. Letters are code points.
 */
export function editDistance(from: readonly string[], to: readonly string[], limit: number): number {
  const beyond = limit + 1
  if (Math.abs(from.length - to.length) > limit) return beyond
  let beforeLast: number[] = []
  let last = Array.from({ length: to.length + 1 }, (_, at) => Math.min(at, beyond))
  for (let row = 1; row <= from.length; row++) {
    const next = last.map(() => beyond)
    let least = beyond
    if (row <= limit) least = next[0] = row
    for (let at = Math.max(1, row - limit); at <= Math.min(to.length, row + limit); at++) {
      const same = from[row - 1] === to[at - 1]
      let mistakes = Math.min(last[at]! + 1, next[at - 1]! + 1, last[at - 1]! + (same ? 0 : 1))
      const swapped = row > 1 && at > 1 && from[row - 1] === to[at - 2] && from[row - 2] === to[at - 1]
      if (swapped) mistakes = Math.min(mistakes, beforeLast[at - 2]! + 1)
      next[at] = mistakes
      least = Math.min(least, mistakes)
    }
    if (least > limit) return beyond
    beforeLast = last
    last = next
  }
  return Math.min(last[to.length]!, beyond)
}

/** At `at`, `remove` UTF-16 units go and `insert` comes. */
export type Splice = { readonly at: number; readonly remove: number; readonly insert: string }

export function applySplices(text: string, splices: readonly Splice[]): string {
  return splices.reduce(
    (now, { at, remove, insert }) => now.slice(0, at) + insert + now.slice(at + remove),
    text,
  )
}

/** The one stretch in which two texts differ, or null. */
export function difference(before: string, after: string): Splice | null {
  if (before === after) return null
  let start = 0
  const shorter = Math.min(before.length, after.length)
  while (start < shorter && before[start] === after[start]) start++
  let end = 0
  while (end < shorter - start && before[before.length - 1 - end] === after[after.length - 1 - end]) end++
  return { at: start, remove: before.length - end - start, insert: after.slice(start, after.length - end) }
}

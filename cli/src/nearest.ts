/** The name that is most like what was typed, if one is like it at all. */
export function nearest(typed: string, names: readonly string[]): string | null {
  let best: string | null = null
  let least = Infinity
  for (const name of names) {
    const far = distance(typed, name)
    if (far < least && far <= Math.max(1, Math.floor(name.replace(/^--/, '').length / 3))) {
      best = name
      least = far
    }
  }
  return best
}

/** Letters to change, leave out, put in or swap (Damerau, restricted) to get from one to the other. */
export function distance(a: string, b: string): number {
  let above: number[] = []
  let row = Array.from({ length: b.length + 1 }, (_, index) => index)
  for (let i = 1; i <= a.length; i++) {
    const next = [i]
    for (let j = 1; j <= b.length; j++) {
      const same = a[i - 1] === b[j - 1]
      const swapped = a[i - 1] === b[j - 2] && a[i - 2] === b[j - 1]
      const ways = [(next[j - 1] ?? 0) + 1, (row[j] ?? 0) + 1, (row[j - 1] ?? 0) + (same ? 0 : 1)]
      if (i > 1 && j > 1 && swapped) ways.push((above[j - 2] ?? 0) + 1)
      next.push(Math.min(...ways))
    }
    above = row
    row = next
  }
  return row[b.length] ?? 0
}

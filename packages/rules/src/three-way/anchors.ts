/** The places of a line that each of three texts has once: base, ours, theirs. */
export type Anchor = readonly [base: number, ours: number, theirs: number]

/**
 * Lines that stand once in each of three texts and in the same order in all: what nobody moved. Between them the
 * texts can be compared piece by piece, as in a patience diff.
 */
export function findAnchors(
  base: readonly string[],
  ours: readonly string[],
  theirs: readonly string[],
): Anchor[] {
  const [inOurs, inTheirs] = [onceIn(ours), onceIn(theirs)]
  const shared: Anchor[] = []
  for (const [line, at] of onceIn(base)) {
    const [here, there] = [inOurs.get(line), inTheirs.get(line)]
    if (here !== undefined && there !== undefined && here >= 0 && there >= 0 && at >= 0)
      shared.push([at, here, there])
  }
  return rising(rising(shared, 1), 2)
}

/** The place of each line; -1 if it has several. */
function onceIn(lines: readonly string[]): Map<string, number> {
  const places = new Map<string, number>()
  for (const [at, line] of lines.entries()) places.set(line, places.has(line) ? -1 : at)
  return places
}

/** A longest run of anchors that rises in one of the texts; they rise in the base as given. */
function rising(anchors: readonly Anchor[], side: 1 | 2): Anchor[] {
  const tails: number[] = []
  const previous = new Int32Array(anchors.length).fill(-1)
  for (const [at, anchor] of anchors.entries()) {
    let low = 0
    let high = tails.length
    while (low < high) {
      const middle = (low + high) >>> 1
      if (anchors[tails[middle]!]![side] < anchor[side]) low = middle + 1
      else high = middle
    }
    if (low > 0) previous[at] = tails[low - 1]!
    tails[low] = at
  }
  const run: Anchor[] = []
  for (let at = tails.at(-1) ?? -1; at >= 0; at = previous[at]!) run.push(anchors[at]!)
  return run.reverse()
}

/** A walk through a graph of parts that ends though the graph may have circles. */
export type Walk = {
  /** All goods, each before what it is made of, where lines that close a circle are left out of account. */
  order: Int32Array
  /** For each good the one that it was reached from first; -1 for the root. */
  from: Int32Array
  /** For each good the lines that lead back to something it is itself part of. */
  closing: Map<number, Set<number>>
  /** The sets of goods that are parts of each other; a good that is a part of itself is one alone. */
  circles: number[][]
}

/**
 * Tarjan's algorithm without recursion: a list can be nested deeper than any stack. One walk gives the order in which
 * quantities can be summed (so that a part that is reached in a million ways costs one addition a line), the lines
 * that close a circle, and the circles.
 */
export function walkParts(leadsTo: readonly Int32Array[]): Walk {
  const size = leadsTo.length
  const [index, low, from, next] = [-1, 0, -1, 0].map((start) => new Int32Array(size).fill(start)) as [
    Int32Array,
    Int32Array,
    Int32Array,
    Int32Array,
  ]
  const [onPath, onStack] = [new Uint8Array(size), new Uint8Array(size)]
  const [path, stack, finished]: [number[], number[], number[]] = [[0], [], []]
  const walk: Walk = { order: new Int32Array(), from, closing: new Map(), circles: [] }
  let count = 0
  while (path.length > 0) {
    const node = path.at(-1)!
    if (index[node] === -1) {
      index[node] = low[node] = count++
      onPath[node] = onStack[node] = 1
      stack.push(node)
    }
    const line = next[node]!++
    if (line < leadsTo[node]!.length) {
      const child = leadsTo[node]![line]!
      if (child < 0) continue
      if (index[child] === -1) {
        from[child] = node
        path.push(child)
      } else {
        if (onPath[child]) close(walk, node, line)
        if (onStack[child]) low[node] = Math.min(low[node]!, index[child]!)
      }
      continue
    }
    path.pop()
    onPath[node] = 0
    finished.push(node)
    const parent = path.at(-1)
    if (parent !== undefined) low[parent] = Math.min(low[parent]!, low[node]!)
    if (low[node] === index[node]) leave(walk, stack, onStack, node, leadsTo)
  }
  walk.order = Int32Array.from(finished.reverse())
  return walk
}

function close({ closing }: Walk, node: number, line: number): void {
  const lines = closing.get(node)
  if (lines) lines.add(line)
  else closing.set(node, new Set([line]))
}

/** Takes off the stack all goods that are parts of each other with this one. */
function leave(
  { circles }: Walk,
  stack: number[],
  onStack: Uint8Array,
  node: number,
  leadsTo: readonly Int32Array[],
): void {
  const members = stack.splice(stack.lastIndexOf(node))
  for (const member of members) onStack[member] = 0
  if (members.length > 1 || leadsTo[node]!.includes(node)) circles.push(members)
}

/** One shortest way round a circle, from the member that was reached first. */
export function wayRound(members: readonly number[], leadsTo: readonly Int32Array[]): number[] {
  const inside = new Set(members)
  const start = members[0]!
  const reachedFrom = new Map<number, number>()
  const waiting = [start]
  for (const node of waiting) {
    for (const child of leadsTo[node]!) {
      if (!inside.has(child) || reachedFrom.has(child)) continue
      reachedFrom.set(child, node)
      if (child !== start) waiting.push(child)
    }
    if (reachedFrom.has(start)) break
  }
  const way = [start]
  for (let node = reachedFrom.get(start)!; node !== start; node = reachedFrom.get(node)!) way.push(node)
  return [start, ...way.slice(1).reverse()]
}

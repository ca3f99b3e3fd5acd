import type { NodeStatus } from '@allmende/api/client'
import type { Clean } from '../terminal/clean.ts'

const WORDS: Readonly<Record<string, string>> = {
  direct: 'By address',
  hyperswarm: 'Over the internet',
}

/** How others can reach this node, one line for each way. */
export function reachLines(network: NodeStatus['network'], clean: Clean): string[] {
  return network.map(({ transport, state, addresses }) => {
    const way = WORDS[transport] ?? clean(transport)
    if (addresses.length === 0) return `${way}: ${clean(state)}`
    return `${way}: allmende connect ${addresses.map((one) => clean(one)).join(', or ')}`
  })
}

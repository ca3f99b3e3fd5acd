import type { NodeStatus } from '@allmende/api/client'
import type { Clean } from '../terminal/clean.ts'

const WORDS: Readonly<Record<string, string>> = {
  direct: 'By address',
  libp2p: 'On the same network',
  hyperswarm: 'Over the internet',
  meeting: 'Over meeting places, without UDP',
}

/** How others can reach this node, one line for each way. */
export function reachLines(network: NodeStatus['network'], clean: Clean): string[] {
  return network.flatMap(({ transport, state, addresses, hints }) => {
    const way = WORDS[transport] ?? clean(transport)
    const known = addresses.map((one) => clean(one)).join(', or ')
    // Nobody can tell from here whether an address can be dialed; that a network answers can be told.
    const words = [transport === 'direct' ? '' : clean(state), known && `allmende connect ${known}`]
    const seen = hints.map(({ message }) => `  But: ${clean(message, 300)}`)
    return [`${way}: ${words.filter(Boolean).join('; ')}`, ...seen]
  })
}

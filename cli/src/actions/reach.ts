import type { NodeStatus } from '@allmende/api/client'
import type { Clean } from '../terminal/clean.ts'

const WORDS: Readonly<Record<string, string>> = {
  direct: 'By address',
  libp2p: 'On the same network',
  hyperswarm: 'Over the internet',
  meeting: 'Over meeting places, without UDP',
}

const LEARNED: Readonly<Record<string, string>> = { true: ', opened by a peer', false: '' }
const THERE = { there: 'you can be found there', away: 'no answer', unknown: 'not tried yet' } as const

/** How others can reach this node, one line for each way. */
export function reachLines(network: NodeStatus['network'], clean: Clean): string[] {
  return network.flatMap(({ transport, state, addresses, hints, places = [] }) => {
    const way = WORDS[transport] ?? clean(transport)
    const known = addresses.map((one) => clean(one)).join(', or ')
    // Nobody can tell from here whether an address can be dialed; that a network answers can be told.
    const words = [transport === 'direct' ? '' : clean(state), known && `allmende connect ${known}`]
    const seen = hints.map(({ message }) => `  But: ${clean(message, 300)}`)
    const where = places.map(
      (place) => `  ${clean(place.address)}${LEARNED[String(place.learned)]}: ${THERE[place.state]}`,
    )
    return [`${way}: ${words.filter(Boolean).join('; ')}`, ...where, ...seen]
  })
}

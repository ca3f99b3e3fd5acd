const WAYS = { 'same network': 'lan', internet: 'internet', relayed: 'relayed', stick: 'stick' } as const

/** How somebody is reached, in a word that there is a sentence for. */
export function wayOf(transport: string): (typeof WAYS)[keyof typeof WAYS] | null {
  return WAYS[transport as keyof typeof WAYS] ?? null
}

const KINDS = { libp2p: 'lan', hyperswarm: 'internet', meeting: 'relayed', direct: 'direct' } as const

/** What a way of reaching others is for, whatever its program is called. */
export function kindOf(transport: string): (typeof KINDS)[keyof typeof KINDS] | null {
  return KINDS[transport as keyof typeof KINDS] ?? null
}

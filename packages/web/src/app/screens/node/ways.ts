const WAYS = { 'same network': 'lan', internet: 'internet', relayed: 'relayed', stick: 'stick' } as const

/** How somebody is reached, in a word that there is a sentence for. */
export function wayOf(transport: string): (typeof WAYS)[keyof typeof WAYS] | null {
  return WAYS[transport as keyof typeof WAYS] ?? null
}

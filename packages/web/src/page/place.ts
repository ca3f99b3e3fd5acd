/** Where the page is: it stands in the fragment, behind the token, so that reload and back work. */
export type Place = { readonly view: 'home' } | { readonly view: 'thing' | 'draft'; readonly id: string }

/** The token of this address, or null. */
export function tokenFrom(fragment: string): string | null {
  return new URLSearchParams(fragment.replace(/^#/, '')).get('token')
}

export function placeFrom(fragment: string): Place {
  const parameters = new URLSearchParams(fragment.replace(/^#/, ''))
  for (const view of ['thing', 'draft'] as const) {
    const id = parameters.get(view)
    if (id !== null) return { view, id }
  }
  return { view: 'home' }
}

export function addressOf(place: Place, token: string): string {
  const parameters = new URLSearchParams({ token })
  if (place.view !== 'home') parameters.set(place.view, place.id)
  return `#${parameters.toString()}`
}

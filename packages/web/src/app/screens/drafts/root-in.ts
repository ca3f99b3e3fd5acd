/**
 * An element in a shadow tree of the place. An editor's styles are adopted there as objects; in the document it would
 * put in a style element, which the policy of the page refuses.
 */
export function rootIn(place: HTMLElement): HTMLElement {
  const root = place.shadowRoot ?? place.attachShadow({ mode: 'open' })
  const inner = document.createElement('div')
  root.replaceChildren(inner)
  return inner
}

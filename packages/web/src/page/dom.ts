type Child = Node | string | null | undefined | false
type Props = Record<string, string | boolean | ((event: Event) => void)>

/**
 * Makes an element. Text is only ever set as text: what peers wrote is never read as HTML.
 * A property that is a function listens to the event of its name.
 */
export function h(tag: string, props: Props = {}, ...children: Child[]): HTMLElement {
  const element = document.createElement(tag)
  for (const [name, value] of Object.entries(props)) {
    if (typeof value === 'function') element.addEventListener(name, value)
    else if (value === true) element.setAttribute(name, '')
    else if (value !== false) element.setAttribute(name, value)
  }
  element.append(
    ...children.filter(
      (child): child is Node | string => child !== null && child !== undefined && child !== false,
    ),
  )
  return element
}

/** A list, or a sentence that says what to do when there is nothing. */
export function list(items: Child[], empty: Child): HTMLElement {
  if (items.length === 0) return h('p', { class: 'soft' }, empty)
  return h('ul', { class: 'list' }, ...items.map((item) => h('li', {}, item)))
}

export function bytes(count: number): string {
  const units = ['bytes', 'KB', 'MB', 'GB', 'TB']
  let value = count
  let unit = 0
  while (value >= 1000 && unit < units.length - 1) {
    value /= 1000
    unit++
  }
  return `${unit === 0 ? value : value.toFixed(value < 10 ? 1 : 0)} ${units[unit]}`
}

export function when(at: number): string {
  return new Intl.DateTimeFormat(undefined, { dateStyle: 'medium', timeStyle: 'short' }).format(at)
}

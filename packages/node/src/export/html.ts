/** A piece of a page that may stand as it is. Only `markup` makes one, so that what peers wrote never becomes markup. */
export class Html {
  readonly text: string

  constructor(text: string) {
    this.text = text
  }
}

type Value = Html | string | number | null | undefined | false | readonly Value[]

const ENTITIES: Readonly<Record<string, string>> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  "'": '&#39;',
}
/** What no document of XML may hold, and what turns the direction of the words around it. */
// oxlint-disable-next-line no-control-regex -- control characters are what is looked for
const UNFIT = /[\u0000-\u0008\u000b\u000c\u000e-\u001f\u007f-\u009f\u202a-\u202e\u2066-\u2069\ufffe\uffff]/g

/** Markup with values in it. Every value is escaped, but for pieces that were made by this very function. */
export function markup(strings: TemplateStringsArray, ...values: Value[]): Html {
  return new Html(strings.reduce((text, part, index) => text + shown(values[index - 1]) + part))
}

/** For texts in HTML and XML, between tags and in quoted attributes. */
export function escapeText(text: string): string {
  return text
    .toWellFormed()
    .replaceAll(UNFIT, '')
    .replaceAll(/[&<>"']/g, (character) => ENTITIES[character] ?? '')
}

/** A relative address of a file: each part as it is in a path, so that no name becomes a scheme or leads up. */
export function hrefOf(path: string): string {
  const parts = path.split('/').map((part) => encodeURIComponent(part.toWellFormed()))
  return parts[0] === '..' ? parts.join('/') : `./${parts.join('/')}`
}

/** An address on the web that may be followed, or null: nothing that runs, nothing on this computer. */
export function webAddress(text: string): string | null {
  if (!/^https?:\/\/[^\s]+$/i.test(text)) return null
  return URL.canParse(text) ? new URL(text).href : null
}

function shown(value: Value): string {
  if (value === null || value === undefined || value === false) return ''
  if (value instanceof Html) return value.text
  if (typeof value === 'object') return value.map(shown).join('')
  return escapeText(String(value))
}

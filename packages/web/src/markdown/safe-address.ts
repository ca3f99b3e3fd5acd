const ALLOWED = new Set(['http:', 'https:', 'mailto:'])

/**
 * An address in a text of somebody, if it leads to the web or to mail; else null. Nothing relative: it would mean our own page.
 * The same as `safeAddress` of `rules`, of which a page has nothing: it may import the client alone, and that imports nothing at
 * run time. A test holds the two together.
 */
export function safeAddress(address: string): string | null {
  if (!/^[a-z]+:/i.test(address)) return null
  try {
    const url = new URL(address)
    return ALLOWED.has(url.protocol) ? url.href : null
  } catch {
    return null
  }
}

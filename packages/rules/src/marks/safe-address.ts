const ALLOWED = new Set(['http:', 'https:', 'mailto:'])

/** An address that leads to the web or to mail, as it is written; else null. Nothing relative: it would mean the page it is shown on. */
export function safeAddress(address: string): string | null {
  if (!/^[a-z]+:/i.test(address)) return null
  const url = URL.parse(address)
  return url !== null && ALLOWED.has(url.protocol) ? url.href : null
}

/**
 * Whether a text has the form of an SPDX licence expression (SPDX 2.3, annex D). Whether its identifiers are on the list, and free,
 * is for `rules` to say.
 */
export function isSpdxForm(text: string): boolean {
  const tokens = text.match(/[()]|[^\s()]+/g) ?? []
  const at = { token: 0 }
  return tokens.length > 0 && tokens.length <= 200 && joined(tokens, at, 0) && at.token === tokens.length
}

const ID = /^(?:DocumentRef-[A-Za-z0-9.-]+:)?(?:LicenseRef-)?[A-Za-z0-9.-]+\+?$/
const JOIN = /^(?:AND|OR|and|or)$/

function joined(tokens: readonly string[], at: { token: number }, level: number): boolean {
  if (level > 32 || !one(tokens, at, level)) return false
  while (JOIN.test(tokens[at.token] ?? '')) {
    at.token++
    if (!one(tokens, at, level)) return false
  }
  return true
}

function one(tokens: readonly string[], at: { token: number }, level: number): boolean {
  const token = tokens[at.token++] ?? ''
  if (token === '(') return joined(tokens, at, level + 1) && tokens[at.token++] === ')'
  if (!ID.test(token) || JOIN.test(token) || isWith(token)) return false
  if (!isWith(tokens[at.token] ?? '')) return true
  at.token++
  return ID.test(tokens[at.token++] ?? '')
}

const isWith = (token: string) => token === 'WITH' || token === 'with'

/** One expression for several licences that all apply. Each stands in it once; a choice gets brackets. */
export function allOf(licences: readonly string[]): string {
  const distinct = [...new Set(licences)]
  if (distinct.length === 1) return distinct[0] ?? ''
  return distinct
    .map((one) => (/\s(?:AND|OR)\s/i.test(one) && isSpdxForm(one) ? `(${one})` : one))
    .join(' AND ')
}

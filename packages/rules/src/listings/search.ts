/** What of a listed commons is searched. */
export type ListedText = {
  readonly id: string
  readonly name: string
  readonly about: string
  readonly tags: readonly string[]
  readonly place: string
  readonly language: string
  /** Somebody whom one knows by vouches has listed it. */
  readonly trusted: boolean
  /** Several nodes brought it. */
  readonly confirmed: boolean
  readonly at: number
}

const WORTH = { name: 4, tags: 3, place: 2, about: 1 } as const

/** Words as they are compared: without case, accents and signs. */
export function plainWords(text: string): string[] {
  return text
    .toLowerCase()
    .replaceAll('ß', 'ss')
    .normalize('NFKD')
    .replaceAll(/\p{M}+/gu, '')
    .split(/[^\p{L}\p{N}]+/u)
    .filter((word) => word !== '')
}

/**
 * Those that have every word, as a word or the beginning of one: by where it stands, then those that people one knows
 * have listed, those that several nodes brought, and the newest. How many have listed one counts for nothing: whoever
 * floods can be many.
 */
export function searchListed<L extends ListedText>(listed: readonly L[], words: string): L[] {
  const wanted = plainWords(words)
  return listed
    .map((one) => ({ one, score: scoreOf(one, wanted) }))
    .filter(({ score }) => score !== null)
    .toSorted(
      (a, b) =>
        b.score! - a.score! ||
        Number(b.one.trusted) - Number(a.one.trusted) ||
        Number(b.one.confirmed) - Number(a.one.confirmed) ||
        b.one.at - a.one.at ||
        (a.one.id < b.one.id ? -1 : 1),
    )
    .map(({ one }) => one)
}

/** Null when a word is nowhere. */
function scoreOf(
  { name, about, tags, place, language }: ListedText,
  wanted: readonly string[],
): number | null {
  const fields = [
    { words: plainWords(name), worth: WORTH.name },
    { words: plainWords([...tags, language].join(' ')), worth: WORTH.tags },
    { words: plainWords(place), worth: WORTH.place },
    { words: plainWords(about), worth: WORTH.about },
  ]
  let score = 0
  for (const word of wanted) {
    const best = Math.max(
      ...fields.map(({ words, worth }) =>
        words.includes(word) ? worth * 2 : words.some((one) => one.startsWith(word)) ? worth : 0,
      ),
    )
    if (best === 0) return null
    score += best
  }
  return score
}

import type { Fields, PartLine } from '@allmende/vocabulary'
import { completeness } from '@allmende/rules'

/** How complete a good is, 0 to 100, as `rules` counts it. */
export type ScoreOf = (fields: Fields, lines: readonly PartLine[]) => number

/** Of these, `rules` asks only whether they say something (and of `licence`, whether it is free). */
const SIMPLE: ReadonlySet<string> = new Set([
  'title',
  'licence',
  'type',
  'description',
  'tags',
  'language',
  'version',
])

/** Scores kept: some licences, six types, and which fields are there. */
const MAX_SCORES = 1_000

/**
 * Most goods of a large catalogue say no more than a few simple fields, and thousands a second come through here: their
 * scores are remembered by which of them say something.
 */
export function createScores(): ScoreOf {
  const scores = new Map<string, number>()
  return (fields, lines) => {
    for (const field in fields) if (!SIMPLE.has(field)) return completeness(fields, lines).score
    const { type, licence, description, tags, language, version } = fields
    const key = `${says(description)}${says(tags)}${says(language)}${says(version)}${String(type)} ${String(licence)}`
    let score = scores.get(key)
    if (score === undefined) {
      if (scores.size >= MAX_SCORES) scores.clear()
      scores.set(key, (score = completeness(fields, lines).score))
    }
    return score
  }
}

function says(value: unknown): 0 | 1 {
  if (typeof value === 'string') return value.trim() === '' ? 0 : 1
  return Array.isArray(value) && value.length > 0 ? 1 : 0
}

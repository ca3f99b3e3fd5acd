import { type Fields, GOOD_TYPES, type GoodType, type PartLine } from '@allmende/vocabulary'
import { checkLicence } from '../licences/check.ts'
import { CHECKS } from './checks.ts'
import { factsOf } from './facts.ts'

/** How far a good is described, and what would help most. */
export type Completeness = {
  /** 0 to 100. */
  score: number
  /** What is missing, the weightiest first. */
  missing: { field: string; why: string }[]
}

/**
 * How much of what others need is there: for a design what one needs to build it, for others what one needs to find,
 * use and cite it. Says nothing of whether it is any good. `paths` are the paths of its files, where its record does
 * not hold them itself.
 */
export function completeness(
  fields: Fields,
  parts: readonly PartLine[],
  paths: readonly string[] = [],
): Completeness {
  const type = GOOD_TYPES.find((known) => known === fields['type']) ?? 'design'
  const facts = factsOf(fields, parts, paths)
  const unmet = CHECKS[type].filter(
    ({ field, met }) => !met(facts) || (field === 'licence' && !isFree(fields['licence'], type)),
  )
  return {
    score: 100 - unmet.reduce((sum, { weight }) => sum + weight, 0),
    missing: unmet.toSorted((a, b) => b.weight - a.weight).map(({ field, why }) => ({ field, why })),
  }
}

function isFree(licence: unknown, type: GoodType): boolean {
  return typeof licence === 'string' && checkLicence(licence, type).ok
}

import { compatible } from '@allmende/rules'
import type { Fields, GoodType, PartLicence } from '@allmende/vocabulary'
import { fail } from './errors.ts'

type Fit = {
  /** The licence of what is taken. */
  readonly from: string
  /** The licence of what it becomes part of. */
  readonly into: string
  readonly type: GoodType
  readonly how?: 'derive' | 'bundle'
  /** The person has looked at it: enough where it isn't known here, never against a known "no". */
  readonly checked: boolean
}

/** Refuses to bring licences together that don't fit: LICENCE_INCOMPATIBLE, or LICENCE_UNKNOWN_FIT while nobody has looked. */
export function mustFit({ from, into, type, how = 'derive', checked }: Fit): void {
  if (from === into) return
  const { answer, reason } = compatible({ from, into, how, type })
  const details = { from, into, reason, expected: `something that may become part of ${into}`, found: from }
  if (answer === 'no') throw fail('LICENCE_INCOMPATIBLE', details)
  if (answer === 'unknown' && !checked) throw fail('LICENCE_UNKNOWN_FIT', details)
}

/**
 * Refuses to take one good into another where their licences don't fit: what is taken becomes part of the whole, but for
 * its files under a licence of their own, which only lie beside the others.
 */
export function mustFitInto(from: Fields, into: Fields, checked: boolean): void {
  const type = into['type'] as GoodType
  const whole = String(into['licence'])
  mustFit({ from: String(from['licence']), into: whole, type, checked })
  const apart = Array.isArray(from['licences']) ? (from['licences'] as PartLicence[]) : []
  for (const { licence } of apart) mustFit({ from: licence, into: whole, type, how: 'bundle', checked })
}

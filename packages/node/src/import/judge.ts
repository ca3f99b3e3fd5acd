import { checkLicence, suggestLicences } from '@allmende/rules'
import { GOOD_TYPES, type GoodType } from '@allmende/vocabulary'
import type { ImportRequest } from '../contract-carry.ts'
import { fail } from '../errors.ts'
import type { Candidate } from './candidate.ts'

/** What a candidate is under, or why it can't come in. */
export type Verdict =
  | { readonly free: true; readonly licence: string; readonly type: GoodType }
  | {
      readonly free: false
      readonly type: GoodType
      readonly found: string | null
      readonly reason: string
      readonly hint: string
    }

/** Throws TYPE_UNKNOWN. */
export function typeAsked(request: ImportRequest): GoodType | undefined {
  if (request.type === undefined) return undefined
  const type = GOOD_TYPES.find((known) => known === request.type)
  if (!type) throw fail('TYPE_UNKNOWN', { expected: GOOD_TYPES.join(', '), found: request.type })
  return type
}

/**
 * Judges what a candidate states of its licence: that of the whole, and those of single files. What it states is never
 * replaced, neither by a near one nor by what the person says: they may only say what isn't stated. A module that states none
 * is under the licence of the whole that it is a part of, if that states one.
 */
export function judge(
  { fields }: Candidate,
  request: ImportRequest,
  type: GoodType,
  ofWhole: string | undefined,
): Verdict {
  const stated = fields.licence?.trim() === '' ? undefined : fields.licence
  const asked = request.licence
  if (stated !== undefined && asked !== undefined && stated !== asked) {
    const reason = `it states the licence "${stated}", and you say "${asked}"`
    return refused(type, stated, reason, ['leave --licence out: what it states counts'])
  }
  const licence = stated ?? asked ?? ofWhole
  if (licence === undefined) {
    const suggestions = suggestLicences(type).map(({ id }) => id)
    return refused(type, null, 'it states no licence, so nobody may use it', [
      `ask its author; if you know that it is free, say --licence ID (${suggestions.slice(0, 3).join(', ')} …)`,
    ])
  }
  for (const one of [licence, ...(fields.licences ?? []).map((part) => part.licence)]) {
    const verdict = checkLicence(one, type)
    if (verdict.ok) continue
    const { suggestions } = verdict
    const near =
      suggestions.length > 0 ? [`perhaps its author means ${suggestions.join(' or ')}: ask them`] : []
    return refused(type, one, verdict.reason, [...near, 'only its author can put it under another licence'])
  }
  return { free: true, licence: checkedForm(licence, type), type }
}

function refused(type: GoodType, found: string | null, reason: string, hints: string[]): Verdict {
  return { free: false, type, found, reason, hint: hints.join('; ') }
}

function checkedForm(licence: string, type: GoodType): string {
  const verdict = checkLicence(licence, type)
  return verdict.ok ? verdict.expression : licence
}

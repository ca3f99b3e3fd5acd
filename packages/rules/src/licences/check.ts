import { type GoodType, MAX_LICENCE } from '@allmende/vocabulary'
import parse, { type ExpressionNode } from 'spdx-expression-parse'
import { type Judgement, judge } from './judge.ts'
import { nearLicences } from './near.ts'
import type { LicenceRefusalCode, LicenceVerdict } from './types.ts'

/**
 * Says whether an SPDX expression makes a good free: every licence joined by AND must be free, of those joined by OR
 * at least one. But for blanks around it the expression is taken as it is: a suggestion is never applied, since "GPL-3.0" made into
 * "GPL-3.0-or-later" gives away what the author may not have given. The reason is a sentence for a person.
 */
export function checkLicence(expression: string, type: GoodType): LicenceVerdict {
  const given = expression.trim()
  if (given === '' || /^(NONE|NOASSERTION)$/i.test(given)) {
    return refuse('missing', 'a good needs a licence: without one nobody may use it', nearLicences('', type))
  }
  if (given.length > MAX_LICENCE) {
    return refuse('too-long', `a licence has at most ${MAX_LICENCE} characters, found ${given.length}`, [])
  }
  const tree = read(given)
  if (!tree) return notSpdx(given, type)
  const judgement = judge(tree, type)
  if (!judgement.free) return refuse(judgement.code, judgement.reason, judgement.suggestions)
  const note = noteFor(judgement, type)
  return {
    ok: true,
    expression: given,
    free: true,
    shareAlike: judgement.shareAlike,
    name: judgement.name,
    ...(note === undefined ? {} : { note }),
  }
}

function read(expression: string): ExpressionNode | null {
  try {
    return parse(expression)
  } catch {
    return null
  }
}

/** Told apart because the way out differs: look it up by its name, or join two licences with AND or OR. */
function notSpdx(given: string, type: GoodType): LicenceVerdict {
  const suggestions = nearLicences(given, type)
  const single = /^[\w.+-]+$/.test(given)
  if (single) return refuse('unknown', `"${given}" is not an SPDX licence identifier`, suggestions)
  return refuse('not-spdx', `"${given}" is not an SPDX licence expression`, suggestions)
}

function refuse(code: LicenceRefusalCode, reason: string, suggestions: readonly string[]): LicenceVerdict {
  return { ok: false, code, reason, suggestions: [...suggestions] }
}

/** Free all the same, so a note and no refusal: the choice is the author's. */
function noteFor(judgement: Judgement & { free: true }, type: GoodType): string | undefined {
  return judgement.types.includes(type)
    ? undefined
    : `${judgement.name} was not written for a good of type ${type}`
}

import type { GoodType } from '@allmende/vocabulary'
import type { ExpressionNode, LicenceNode } from 'spdx-expression-parse'
import { replacementsOf } from './deprecated.ts'
import { nearLicences } from './near.ts'
import { freeLicence } from './table.ts'
import type { LicenceRefusalCode } from './types.ts'

export type Judgement =
  | { free: true; types: GoodType[]; name: string; shareAlike: boolean }
  | { free: false; code: LicenceRefusalCode; reason: string; suggestions: readonly string[] }

/** Judges a parsed expression from its leaves up. */
export function judge(node: ExpressionNode, type: GoodType): Judgement {
  if ('license' in node) return judgeOne(node, type)
  const left = judge(node.left, type)
  const right = judge(node.right, type)
  return node.conjunction === 'and' ? both(left, right) : either(left, right)
}

/** All terms apply at once: one that isn't free spoils it, one that is share-alike makes the whole so. */
function both(left: Judgement, right: Judgement): Judgement {
  if (!left.free) return left
  if (!right.free) return right
  return {
    free: true,
    types: [...left.types, ...right.types],
    name: `${left.name} and ${right.name}`,
    shareAlike: left.shareAlike || right.shareAlike,
  }
}

/** Whoever takes it chooses: one free choice is enough, and a permissive one lets go of share-alike. */
function either(left: Judgement, right: Judgement): Judgement {
  if (!left.free) return right
  if (!right.free) return left
  return {
    free: true,
    types: [...left.types, ...right.types],
    name: `${left.name} or ${right.name}`,
    shareAlike: left.shareAlike && right.shareAlike,
  }
}

function judgeOne({ license, plus, exception }: LicenceNode, type: GoodType): Judgement {
  const id = plus ? `${license}+` : license
  const replacements = replacementsOf(id) ?? replacementsOf(license)
  if (replacements) return deprecated(id, replacements, exception)
  const known = freeLicence(license)
  if (!known) return notFree(license, type)
  const later = plus ? ' or later' : ''
  const extra = exception === undefined ? '' : ` with ${exception}`
  const types: GoodType[] = exception?.startsWith('SHL-') ? ['design'] : [...known.types]
  return { free: true, types, name: known.name + later + extra, shareAlike: known.shareAlike }
}

function deprecated(id: string, replacements: readonly string[], exception: string | undefined): Judgement {
  const suggestions = replacements.map((found) =>
    exception === undefined ? found : `${found} WITH ${exception}`,
  )
  const choice = suggestions.length > 1 ? ', which did not say whether later versions count' : ''
  return { free: false, code: 'deprecated', reason: `SPDX has given up "${id}"${choice}`, suggestions }
}

function notFree(id: string, type: GoodType): Judgement {
  if (/(^|:)LicenseRef-/.test(id)) {
    const reason = `"${id}" is a licence of its own: nobody can tell from its name whether it is free`
    return { free: false, code: 'custom', reason, suggestions: nearLicences('', type) }
  }
  const [code, reason] = whyNot(id)
  const without = withoutLimits(id)
  return { free: false, code, reason, suggestions: nearLicences(without === id ? '' : without, type) }
}

function whyNot(id: string): [LicenceRefusalCode, string] {
  const parts = id.split('-')
  if (parts.includes('NC')) return ['non-commercial', `${id} forbids commercial use, so it is not free`]
  if (parts.includes('ND')) return ['no-derivatives', `${id} forbids changed copies, so it is not free`]
  if (parts.includes('invariants'))
    return ['not-free', `${id} has parts that nobody may change, so it is not free`]
  return ['not-free', `${id} is not in the table of free licences`]
}

/** CC-BY-NC-SA-4.0 is near to CC-BY-SA-4.0: the same without what makes it unfree. */
function withoutLimits(id: string): string {
  const parts = id.split('-').filter((part) => part !== 'NC' && part !== 'ND' && part !== 'invariants')
  return parts.join('-')
}

import type { GoodType } from '@allmende/vocabulary'
import parse, { type ExpressionNode, type LicenceNode } from 'spdx-expression-parse'
import { checkLicence } from './check.ts'
import { WAIVED } from './fit-table.ts'
import { judge } from './judge.ts'
import { freeLicence } from './table.ts'

/** How much a licence asks for, the least first. */
const ASKS = ['nothing', 'notice', 'weak', 'same', 'network'] as const
export type LicenceAsks = (typeof ASKS)[number]

/** Share-alike for what was taken only, not for what is built around it. */
const WEAK = /^(LGPL|MPL|EPL|CDDL|CPL|IPL|CPAL|APSL|CECILL-C|MS-RL|CERN-OHL-W|LiLiQ-R-|OFL)/

/** Holds also for what is only offered over a network. */
const NETWORK = /^(AGPL|EUPL|OSL|CAL|CPAL)/

/** What a licence lets one do and asks for, for a page that says it in its own language. */
export type LicenceTerms = {
  readonly asks: LicenceAsks
  /** Of several: one of them is chosen, or all hold at once. */
  readonly joined: 'or' | 'and' | null
  /** Of those that count; null where some are joined by OR and some by AND. */
  readonly names: readonly string[] | null
}

/** Null for what is not free. Of licences joined by OR those that aren't free don't count: nobody need choose them. */
export function licenceTerms(expression: string, type: GoodType): LicenceTerms | null {
  const verdict = checkLicence(expression, type)
  return verdict.ok ? termsOf(verdict.expression, type) : null
}

function termsOf(free: string, type: GoodType): LicenceTerms {
  const tree = freePart(parse(free), type)
  const joined = 'license' in tree ? null : tree.conjunction
  return { asks: asked(tree), joined, names: namesIn(tree, joined, type) }
}

/**
 * What a licence means for whoever takes a good, in one line: "You may use, change and sell it; changed copies must
 * stay under the same licence." No advice of a lawyer.
 */
export function licenceMeaning(expression: string, type: GoodType): string {
  const verdict = checkLicence(expression, type)
  if (!verdict.ok) return `Not free here: ${verdict.reason}.`
  const { asks, joined } = termsOf(verdict.expression, type)
  const meaning = `You may use, ${type === 'design' ? 'build, ' : ''}change and sell it; ${duty(asks, type)}.`
  if (joined === null) return meaning
  return joined === 'or'
    ? `You may choose between ${verdict.name}. ${meaning}`
    : `${verdict.name} hold at once. ${meaning}`
}

function freePart(node: ExpressionNode, type: GoodType): ExpressionNode {
  if ('license' in node) return node
  const { left, right, conjunction } = node
  if (conjunction === 'or' && !judge(left, type).free) return freePart(right, type)
  if (conjunction === 'or' && !judge(right, type).free) return freePart(left, type)
  return { conjunction, left: freePart(left, type), right: freePart(right, type) }
}

function namesIn(
  node: ExpressionNode,
  joined: LicenceTerms['joined'],
  type: GoodType,
): readonly string[] | null {
  if ('license' in node) {
    const judgement = judge(node, type)
    return judgement.free ? [judgement.name] : null
  }
  if (node.conjunction !== joined) return null
  const left = namesIn(node.left, joined, type)
  const right = namesIn(node.right, joined, type)
  return left && right && [...left, ...right]
}

function duty(asks: LicenceAsks, type: GoodType): string {
  const copies = type === 'data' ? 'databases made from it' : 'changed copies'
  switch (asks) {
    case 'nothing':
      return 'nothing is asked for, not even to be named'
    case 'notice':
      return `the names and notices must stay; ${copies} may be under another licence, also a closed one`
    case 'weak':
      return `${copies} must stay under the same licence; what is built around it need not be`
    case 'same':
      return `${copies} must stay under the same licence`
    case 'network':
      return `${copies} must stay under the same licence, also when they are only offered over a network`
  }
}

/** Of licences joined by OR whoever takes it chooses the one that asks for least; of those joined by AND all hold. */
function asked(node: ExpressionNode): LicenceAsks {
  if ('license' in node) return askedByOne(node)
  const ranks = [node.left, node.right].map((side) => ASKS.indexOf(asked(side)))
  return ASKS[node.conjunction === 'or' ? Math.min(...ranks) : Math.max(...ranks)]!
}

function askedByOne({ license, exception }: LicenceNode): LicenceAsks {
  if (WAIVED.has(license)) return 'nothing'
  if (NETWORK.test(license)) return 'network'
  const { shareAlike } = freeLicence(license) ?? { shareAlike: true }
  if (!shareAlike) return 'notice'
  return WEAK.test(license) || exception !== undefined ? 'weak' : 'same'
}

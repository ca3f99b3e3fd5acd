import type { GoodType } from '@allmende/vocabulary'
import parse, { type ExpressionNode, type LicenceNode } from 'spdx-expression-parse'
import { checkLicence } from './check.ts'
import { WAIVED } from './fit-table.ts'
import { freeLicence } from './table.ts'

/** How much a licence asks for, the least first. */
const ASKS = ['nothing', 'notice', 'weak', 'same', 'network'] as const
type Asks = (typeof ASKS)[number]

/** Share-alike for what was taken only, not for what is built around it. */
const WEAK = /^(LGPL|MPL|EPL|CDDL|CPL|IPL|CPAL|APSL|CECILL-C|MS-RL|CERN-OHL-W|LiLiQ-R-|OFL)/

/** Holds also for what is only offered over a network. */
const NETWORK = /^(AGPL|EUPL|OSL|CAL|CPAL)/

/**
 * What a licence means for whoever takes a good, in one line: "You may use, change and sell it; changed copies must
 * stay under the same licence." No advice of a lawyer.
 */
export function licenceMeaning(expression: string, type: GoodType): string {
  const verdict = checkLicence(expression, type)
  if (!verdict.ok) return `Not free here: ${verdict.reason}.`
  const tree = parse(verdict.expression)
  const asks = asked(tree)
  const meaning = `You may use, ${type === 'design' ? 'build, ' : ''}change and sell it; ${duty(asks, type)}.`
  if ('license' in tree) return meaning
  return tree.conjunction === 'or'
    ? `You may choose between ${verdict.name}. ${meaning}`
    : `${verdict.name} hold at once. ${meaning}`
}

function duty(asks: Asks, type: GoodType): string {
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
function asked(node: ExpressionNode): Asks {
  if ('license' in node) return askedByOne(node)
  const sides = [node.left, node.right]
    .filter((side) => node.conjunction === 'and' || isFree(side))
    .map(asked)
  const ranks = sides.map((side) => ASKS.indexOf(side))
  return ASKS[node.conjunction === 'or' ? Math.min(...ranks) : Math.max(...ranks)]!
}

function isFree(node: ExpressionNode): boolean {
  if ('license' in node) return freeLicence(node.license) !== undefined
  const sides = [isFree(node.left), isFree(node.right)]
  return node.conjunction === 'or' ? sides.some(Boolean) : sides.every(Boolean)
}

function askedByOne({ license, exception }: LicenceNode): Asks {
  if (WAIVED.has(license)) return 'nothing'
  if (NETWORK.test(license)) return 'network'
  const { shareAlike } = freeLicence(license) ?? { shareAlike: true }
  if (!shareAlike) return 'notice'
  return WEAK.test(license) || exception !== undefined ? 'weak' : 'same'
}

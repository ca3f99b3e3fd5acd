import { type GoodType, MAX_LICENCE } from '@allmende/vocabulary'
import parse, { type ExpressionNode, type LicenceNode } from 'spdx-expression-parse'
import { sameValue } from '../same-value.ts'
import { replacementsOf } from './deprecated.ts'
import { type Fit, fitOne, no, unknown, yes } from './fit-one.ts'
import { SOURCES, textOf } from './fit-sources.ts'
import { NOTICE, WAIVED } from './fit-table.ts'
import { freeLicence } from './table.ts'

export type FitQuestion = {
  /** The licence of what is taken, as an SPDX expression. */
  from: string
  /** The licence of the result. */
  into: string
  /** Whether it becomes part of the result, or only lies beside it as a thing of its own. */
  how: 'derive' | 'bundle'
  /** What sort of good the result is. */
  type: GoodType
}

/**
 * Says whether something under one licence may be taken into something under another. Directed: CC-BY-SA-4.0 goes into
 * GPL-3.0-only and not back. A yes or no names the public statement that it rests on; everything else is unknown, and
 * unknown is no yes. No advice of a lawyer.
 */
export function compatible({ from, into, how, type }: FitQuestion): Fit {
  const [a, b] = [read(from), read(into)]
  if (!a) return unknown(`"${from.slice(0, 100)}" is no SPDX licence expression`)
  if (!b) return unknown(`"${into.slice(0, 100)}" is no SPDX licence expression`)
  if (how === 'bundle') return besideEachOther(a, type)
  if (sameValue(a, b)) return same(a, from)
  return intoAny(a, b, type)
}

function read(expression: string): ExpressionNode | null {
  if (expression.length > MAX_LICENCE) return null
  try {
    return parse(expression.trim())
  } catch {
    return null
  }
}

function same(node: ExpressionNode, expression: string): Fit {
  const [first, ...others] = leaves(node)
  if (others.length === 0) return fitLeaf(first!, first!)
  const fits = [first!, ...others].map((leaf) => fitLeaf(leaf, leaf))
  return worst(fits, () => yes(`both are under ${expression.trim()}`, textOf(first!.license)))
}

/** Whoever gets the result chooses among licences joined by OR: what is taken must fit each of them. */
function intoAny(from: ExpressionNode, into: ExpressionNode, type: GoodType): Fit {
  if ('license' in into || into.conjunction === 'and') return fromAny(from, into, type)
  return worst([intoAny(from, into.left, type), intoAny(from, into.right, type)])
}

/** All licences of what is taken that are joined by AND must fit; of those joined by OR one is enough. */
function fromAny(from: ExpressionNode, into: ExpressionNode, type: GoodType): Fit {
  if ('license' in from)
    return 'license' in into ? fitLeaf(from, into, type) : intoAll(from, parts(into), type)
  const both = [fromAny(from.left, into, type), fromAny(from.right, into, type)]
  return from.conjunction === 'and' ? worst(both) : best(both)
}

/**
 * A result under several licences at once: fine if it fits all of them, or one of them that the others fit into, since
 * that one then holds for the whole ("GPL-3.0-only AND MIT"). Else its parts are under different licences, and nobody
 * can tell from the expression into which of them it goes.
 */
function intoAll(from: LicenceNode, members: readonly ExpressionNode[], type: GoodType): Fit {
  const fits = members.map((member) => intoAny(from, member, type))
  if (
    fits.every(({ answer }) => answer !== 'unknown') &&
    new Set(fits.map(({ answer }) => answer)).size === 1
  )
    return fits[0]!
  for (const [at, fit] of fits.entries()) {
    if (fit.answer !== 'yes') continue
    const governs = members.every(
      (member, other) =>
        other === at ||
        sameValue(member, members[at]) ||
        intoAny(member, members[at]!, type).answer === 'yes',
    )
    if (governs) return fit
  }
  return unknown(
    'the result is under several licences at once, and it isn’t said which of its parts this goes into',
  )
}

function parts(node: ExpressionNode): ExpressionNode[] {
  if ('license' in node || node.conjunction === 'or') return [node]
  return [...parts(node.left), ...parts(node.right)]
}

function leaves(node: ExpressionNode): LicenceNode[] {
  return 'license' in node ? [node] : [...leaves(node.left), ...leaves(node.right)]
}

function fitLeaf(from: LicenceNode, into: LicenceNode, type?: GoodType): Fit {
  for (const { license, plus } of [from, into]) {
    const meant = replacementsOf(plus ? `${license}+` : license) ?? replacementsOf(license)
    if (meant) return unknown(`SPDX has given up "${license}", which does not say enough`)
    if (/(^|:)LicenseRef-/.test(license)) return unknown(`${license} is a licence of its own`)
  }
  if (sameValue(from, into)) return known(from) ? fitOne(from.license, into.license) : fitUnknown(from)
  if (into.plus && !WAIVED.has(from.license) && !NOTICE.has(from.license))
    return unknown(`nobody knows later versions of ${into.license}`)
  if (into.exception !== undefined) return intoException(from, into)
  const [taken, result] = [solderpad(from) ?? from.license, into.license]
  const fit = special(taken, result, type) ?? fitOne(taken, result)
  const more = from.exception !== undefined && !solderpad(from) && fit.answer === 'no'
  return more
    ? unknown(`${from.license} does not fit, but its exception ${from.exception} may allow it`)
    : fit
}

function known({ license }: LicenceNode): boolean {
  return freeLicence(license) !== undefined
}

/** Not even passing it on under its own licence is fine for what isn't free. */
function fitUnknown({ license }: LicenceNode): Fit {
  const fit = fitOne(license, 'CC0-1.0')
  return fit.answer === 'no' ? fit : unknown(`${license} is not in the table of free licences here`)
}

/** Versions 2 of Solderpad are written as exceptions to Apache-2.0, and are licences of their own. */
function solderpad({ exception }: LicenceNode): string | undefined {
  return exception?.startsWith('SHL-') ? exception : undefined
}

/** Permissions beyond the licence of the result must have been given by whoever's work is taken. */
function intoException(from: LicenceNode, into: LicenceNode): Fit {
  const own = solderpad(into)
  const fit = own ? fitOne(solderpad(from) ?? from.license, own) : fitOne(from.license, into.license)
  if (own || fit.answer !== 'yes' || WAIVED.has(from.license) || NOTICE.has(from.license)) return fit
  if (from.license !== into.license)
    return unknown(`${from.license} fits into ${into.license}; nothing is known here of ${into.exception}`)
  return no(`nobody has given ${into.exception} for what is taken`, textOf(from.license))
}

/** What the appendix of the EUPL says of works that are no programs. */
function special(from: string, into: string, type: GoodType | undefined): Fit | null {
  if (from !== 'EUPL-1.2' || into !== 'CC-BY-SA-3.0' || type === undefined || type === 'software') return null
  return yes('its appendix names it for works that are no programs', SOURCES.eupl12)
}

/** Things beside each other stay what they are. What isn't free does not become so by lying beside what is. */
function besideEachOther(from: ExpressionNode, type: GoodType): Fit {
  const fits = leaves(from).map((leaf): Fit => {
    if (known(leaf) && replacementsOf(leaf.license) === undefined)
      return yes(
        'it lies beside the rest as a thing of its own and stays under its own licence',
        SOURCES[
          type === 'software'
            ? 'aggregate'
            : type === 'design'
              ? 'cernParts'
              : type === 'data'
                ? 'collective'
                : 'ccCollection'
        ],
      )
    return fitUnknown(leaf)
  })
  return 'conjunction' in from && from.conjunction === 'or' ? best(fits) : worst(fits)
}

const RANK = { no: 0, unknown: 1, yes: 2 } as const

function worst(fits: readonly Fit[], ifAllFit?: () => Fit): Fit {
  const found = fits.reduce((low, fit) => (RANK[fit.answer] < RANK[low.answer] ? fit : low))
  return found.answer === 'yes' && ifAllFit ? ifAllFit() : found
}

function best(fits: readonly Fit[]): Fit {
  return fits.reduce((high, fit) => (RANK[fit.answer] > RANK[high.answer] ? fit : high))
}

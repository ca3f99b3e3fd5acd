import { SOURCES, textOf } from './fit-sources.ts'
import { fitCreativeCommons } from './fit-cc.ts'
import { CLOSED, NOTICE, STATEMENTS, WAIVED } from './fit-table.ts'
import { freeLicence } from './table.ts'

/** Whether something under one licence may become part of something under another. */
export type Fit = {
  answer: 'yes' | 'no' | 'unknown'
  /** A sentence for a person. */
  reason: string
  /** The public statement that a yes or no rests on: its name and its address. */
  source?: string
}

/** Answers for two single licences, by their SPDX identifiers, for a good that is derived from another. */
export function fitOne(from: string, into: string): Fit {
  if (from === into) return yes(`both are under ${from}`, textOf(from))
  const unfree = unfreeFrom(from)
  if (unfree) return unfree
  for (const id of [from, into])
    if (!known(id)) return unknown(`${id} is not in the table of free licences here`)
  if (WAIVED.has(from))
    return yes(`nothing is reserved by ${from}`, from === 'CC0-1.0' ? SOURCES.cc0 : textOf(from))
  const said = STATEMENTS.find((statement) => statement.from.has(from) && statement.into.has(into))
  if (said)
    return {
      answer: said.answer,
      reason: `${from} into ${into}: ${said.reason}`,
      source: SOURCES[said.source],
    }
  return fitCreativeCommons(from, into) ?? byText(from, into)
}

function known(id: string): boolean {
  return freeLicence(id) !== undefined || id.startsWith('SHL-')
}

/** What nobody may sell or change cannot become part of what everybody may. */
function unfreeFrom(from: string): Fit | null {
  const parts = from.split('-')
  if (!from.startsWith('CC-BY-') || (!parts.includes('NC') && !parts.includes('ND'))) return null
  const what = parts.includes('NC') ? 'forbids commercial use' : 'forbids changed copies'
  return no(`${from} ${what}, and no free licence does`, SOURCES.ccFaq)
}

/** What follows from the texts themselves, where nobody has said more. */
function byText(from: string, into: string): Fit {
  if (WAIVED.has(into) && known(from))
    return no(`${from} asks for something to be kept, and ${into} lets go of everything`, textOf(from))
  if (NOTICE.has(from)) return yes(`the notice of ${from} must stay`, textOf(from))
  const { shareAlike } = freeLicence(from) ?? { shareAlike: false }
  if (shareAlike && (CLOSED.has(from) || !(freeLicence(into)?.shareAlike ?? false)))
    return no(`changed copies must stay under ${from}`, textOf(from))
  return unknown(`nothing is known here of ${from} in something under ${into}`)
}

export function yes(reason: string, source: string): Fit {
  return { answer: 'yes', reason, source }
}

export function no(reason: string, source: string): Fit {
  return { answer: 'no', reason, source }
}

export function unknown(reason: string): Fit {
  return { answer: 'unknown', reason }
}

import type { Publication } from '@allmende/vocabulary'
import { isTable } from '../plain.ts'

type Name = NonNullable<Publication['author']>[number]
type IssuedDate = NonNullable<Publication['issued']>

const MOST_NAMES = 5_000
const LONGEST = 100
const LONGEST_WHOLE = 300
const MAX_YEAR = 9999

/** People as CSL-JSON has them; particles go with the family name. */
export function namesOf(value: unknown): Name[] {
  if (!Array.isArray(value)) return []
  return value.slice(0, MOST_NAMES).flatMap((one) => {
    if (!isTable(one)) return typeof one === 'string' ? nameOf({ literal: text(one, LONGEST_WHOLE) }) : []
    const particle = text(one['non-dropping-particle'] ?? one['dropping-particle'], LONGEST)
    const family = [particle, text(one['family'], LONGEST)].filter(Boolean).join(' ').slice(0, LONGEST)
    const given = [text(one['given'], LONGEST), text(one['suffix'], LONGEST)]
      .filter(Boolean)
      .join(' ')
      .slice(0, LONGEST)
    const whole = text(one['literal'] ?? one['name'], LONGEST_WHOLE)
    return nameOf({
      family: family || undefined,
      given: given || undefined,
      literal: whole,
      ORCID: text(one['ORCID'], 2_000),
    })
  })
}

function nameOf(parts: { [part in keyof Name]?: string | undefined }): Name[] {
  const name = Object.fromEntries(Object.entries(parts).filter(([, value]) => value !== undefined)) as Name
  return name.family === undefined && name.given === undefined && name.literal === undefined ? [] : [name]
}

function text(value: unknown, most: number): string | undefined {
  if (typeof value !== 'string') return undefined
  const line = value.replaceAll(/\s+/g, ' ').trim().slice(0, most).toWellFormed()
  return line === '' ? undefined : line
}

/** Year, or year and month, or the day; and the second of a span. Numbers may stand there as text. */
export function dateOf(value: unknown): IssuedDate | undefined {
  const parts = isTable(value) ? value['date-parts'] : undefined
  if (!Array.isArray(parts) || parts.length === 0 || parts.length > 2) return undefined
  const dates: number[][] = []
  for (const date of parts) {
    if (!Array.isArray(date) || date.length === 0 || date.length > 3) return undefined
    const numbers = date.map((part) =>
      typeof part === 'string' && /^-?\d{1,5}$/.test(part) ? Number(part) : part,
    )
    if (!numbers.every((part) => Number.isInteger(part) && Math.abs(part as number) <= MAX_YEAR))
      return undefined
    dates.push(numbers as number[])
  }
  return { 'date-parts': dates }
}

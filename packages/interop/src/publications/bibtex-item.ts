import type { Field, Item, Value } from 'bibtex-parse'
import type { Table } from '../plain.ts'
import { fromTex } from './tex.ts'

type Entry = Extract<Item, { itemtype: 'entry' }>

/** By name, and by no other: an entry may be called `constructor`. */
function namesOf(names: Record<string, string>): ReadonlyMap<string, string> {
  return new Map(Object.entries(names))
}

/** Types of BibTeX and BibLaTeX by the nearest of CSL. */
const TYPES = namesOf({
  article: 'article-journal',
  book: 'book',
  mvbook: 'book',
  booklet: 'pamphlet',
  inbook: 'chapter',
  incollection: 'chapter',
  inproceedings: 'paper-conference',
  conference: 'paper-conference',
  proceedings: 'book',
  phdthesis: 'thesis',
  mastersthesis: 'thesis',
  thesis: 'thesis',
  techreport: 'report',
  report: 'report',
  manual: 'book',
  online: 'webpage',
  www: 'webpage',
  dataset: 'dataset',
  software: 'software',
  unpublished: 'manuscript',
})

/** Fields that only have another name in CSL. */
const RENAMED = namesOf({
  title: 'title',
  journal: 'container-title',
  journaltitle: 'container-title',
  booktitle: 'container-title',
  publisher: 'publisher',
  school: 'publisher',
  institution: 'publisher',
  organization: 'publisher',
  volume: 'volume',
  number: 'issue',
  issue: 'issue',
  pages: 'page',
  doi: 'DOI',
  url: 'URL',
  issn: 'ISSN',
  isbn: 'ISBN',
  abstract: 'abstract',
  keywords: 'keyword',
  langid: 'language',
  language: 'language',
  license: 'license',
  licence: 'license',
  copyright: 'license',
  rights: 'license',
})

const MONTHS = ['jan', 'feb', 'mar', 'apr', 'may', 'jun', 'jul', 'aug', 'sep', 'oct', 'nov', 'dec']

/** An entry of BibTeX as an item of CSL-JSON. Fields without a counterpart stay under their own names. */
export function toItem(entry: Entry, strings: ReadonlyMap<string, string>): Table {
  const item: Table = { id: entry.key, type: TYPES.get(entry.type.toLowerCase()) ?? 'document' }
  const dates: { year?: string; month?: string; day?: string; date?: string } = {}
  for (const field of entry.fields) {
    const name = field.name.toLowerCase()
    const raw = textOf(field, strings)
    if (name === '__proto__') continue
    if (name === 'author' || name === 'editor') item[name] = peopleOf(raw)
    else if (name === 'year' || name === 'month' || name === 'day' || name === 'date')
      dates[name] = fromTex(raw)
    else {
      const key = RENAMED.get(name) ?? (Object.hasOwn(item, name) ? `bibtex-${name}` : name)
      // Addresses are no TeX: their signs mean themselves.
      if (!Object.hasOwn(item, key))
        item[key] = key === 'URL' || key === 'DOI' ? raw.replaceAll(/[{}]|\\(?=[_%&#])/g, '') : fromTex(raw)
    }
  }
  const issued = issuedOf(dates)
  if (issued) item['issued'] = issued
  return item
}

function textOf(field: Field, strings: ReadonlyMap<string, string>): string {
  const values: readonly Value[] = field.datatype === 'concatinate' ? field.value : [field as Value]
  return values
    .map(({ value, datatype }) =>
      datatype === 'identifier' ? (strings.get(String(value).toLowerCase()) ?? String(value)) : String(value),
    )
    .join('')
}

/** Names are joined by "and" outside of braces; "Family, Given", "Given Family", or a whole in braces. */
function peopleOf(text: string): Table[] {
  return splitOutside(text, /^\s+and\s+/i)
    .map((one) => one.trim())
    .filter((one) => one !== '' && !/^others$/i.test(one))
    .map((one) => {
      if (isWhole(one)) return { literal: fromTex(one) }
      const parts = splitOutside(one, /^\s*,\s*/).map(fromTex)
      if (parts.length > 1) return { family: parts[0], given: parts.slice(1).toReversed().join(' ').trim() }
      const words = splitOutside(one, /^\s+/).map(fromTex)
      return { family: words.at(-1), given: words.slice(0, -1).join(' ') }
    })
}

/** Whether the brace that a name begins with is closed at its end: then nothing in it is split. */
function isWhole(name: string): boolean {
  let depth = 0
  for (let at = 0; at < name.length; at++) {
    if (name[at] === '\\') at++
    else if (name[at] === '{') depth++
    else if (name[at] === '}' && --depth === 0) return at === name.length - 1
    if (depth === 0) return false
  }
  return false
}

function splitOutside(text: string, separator: RegExp): string[] {
  const parts: string[] = []
  let depth = 0
  let start = 0
  for (let at = 0; at < text.length; at++) {
    const character = text[at]
    if (character === '\\') at++
    else if (character === '{') depth++
    else if (character === '}') depth--
    else if (
      depth === 0 &&
      (character === ' ' || character === '\n' || character === '\t' || character === ',')
    ) {
      const [found] = separator.exec(text.slice(at, at + 64)) ?? []
      if (found === undefined) continue
      parts.push(text.slice(start, at))
      at += found.length - 1
      start = at + 1
    }
  }
  return [...parts, text.slice(start)]
}

function issuedOf({
  year,
  month,
  day,
  date,
}: {
  year?: string
  month?: string
  day?: string
  date?: string
}): Table | null {
  const [, fromDate, monthOfDate, dayOfDate] = /^(-?\d{1,4})(?:-(\d{2}))?(?:-(\d{2}))?/.exec(date ?? '') ?? []
  const [found] = /-?\d{1,4}/.exec(year ?? '') ?? []
  const first = fromDate ?? found
  if (first === undefined) return null
  const parts = [Number(first)]
  const second = monthOfDate === undefined ? monthNumber(month) : Number(monthOfDate)
  if (second !== null) parts.push(second)
  const third = Number(dayOfDate ?? day)
  if (second !== null && Number.isInteger(third) && third >= 1 && third <= 31) parts.push(third)
  return { 'date-parts': [parts] }
}

function monthNumber(month: string | undefined): number | null {
  if (month === undefined) return null
  const number = /^\d{1,2}$/.test(month) ? Number(month) : MONTHS.indexOf(month.slice(0, 3).toLowerCase()) + 1
  return number >= 1 && number <= 12 ? number : null
}

import type { ExportGood } from '../contract.ts'
import { type Table, isTable } from '../plain.ts'
import { toTex } from './tex.ts'
import { cslItem } from './write-csl.ts'

const TYPES: Readonly<Record<string, string>> = {
  'article-journal': 'article',
  book: 'book',
  chapter: 'incollection',
  'paper-conference': 'inproceedings',
  thesis: 'phdthesis',
  report: 'techreport',
  webpage: 'online',
  dataset: 'dataset',
  software: 'software',
}

/** Fields in the order that people are used to. */
const FIELDS: readonly (readonly [string, string])[] = [
  ['title', 'title'],
  ['publisher', 'publisher'],
  ['volume', 'volume'],
  ['issue', 'number'],
  ['page', 'pages'],
  ['DOI', 'doi'],
  ['URL', 'url'],
  ['ISSN', 'issn'],
  ['ISBN', 'isbn'],
  ['language', 'language'],
  ['keyword', 'keywords'],
  ['abstract', 'abstract'],
  ['license', 'license'],
]
/** Signs mean themselves in these. */
const PLAIN = new Set(['doi', 'url'])

/** Goods as BibTeX in UTF-8. Every entry has a key of its own. Rule I53. */
export function writeBibtex(goods: readonly ExportGood[]): string {
  const keys = new Set<string>()
  return goods.map((good) => entryOf(cslItem(good), keys)).join('\n')
}

function entryOf(item: Table, keys: Set<string>): string {
  const type = TYPES[String(item['type'])] ?? 'misc'
  const container = type === 'article' ? 'journal' : 'booktitle'
  const fields: [string, string][] = [
    ...people('author', item['author']),
    ...people('editor', item['editor']),
    ...text(container, item['container-title']),
    ...dates(item['issued']),
    ...FIELDS.flatMap(([from, to]) => text(to, item[from])),
    ...others(item),
  ]
  const lines = fields.map(([name, value]) => `  ${name} = {${value}}`)
  return `@${type}{${keyFor(item, keys)},\n${lines.join(',\n')}\n}\n`
}

function text(name: string, value: unknown): [string, string][] {
  if (typeof value !== 'string' || value === '') return []
  return [[name, PLAIN.has(name) ? value.replaceAll(/[{}\\\s]/g, '') : toTex(value)]]
}

const KNOWN = new Set(['id', 'type', 'container-title', ...FIELDS.map(([from]) => from)])
const TAKEN = new Set([
  'author',
  'editor',
  'journal',
  'booktitle',
  'year',
  'month',
  'day',
  'date',
  ...FIELDS.map(([, to]) => to),
])

/** What an imported entry said beyond our fields: BibTeX passes over fields that it doesn't know. */
function others(item: Table): [string, string][] {
  return Object.entries(item).flatMap(([key, value]) => {
    const name = key.toLowerCase()
    return KNOWN.has(key) || TAKEN.has(name) || !/^[a-z][a-z0-9-]*$/.test(name) ? [] : text(name, value)
  })
}

function people(name: string, value: unknown): [string, string][] {
  if (!Array.isArray(value)) return []
  const names = value.filter(isTable).map(({ family, given, literal }) => {
    if (typeof family !== 'string') return `{${toTex(wordsOf(literal) || wordsOf(given))}}`
    return typeof given === 'string' ? `${toTex(family)}, ${toTex(given)}` : `{${toTex(family)}}`
  })
  return names.length > 0 ? [[name, names.join(' and ')]] : []
}

const wordsOf = (value: unknown): string => (typeof value === 'string' ? value : '')

function dates(value: unknown): [string, string][] {
  const parts =
    isTable(value) && Array.isArray(value['date-parts']) ? (value['date-parts'][0] as number[]) : []
  const [year, month, day] = parts
  return [
    ...(year === undefined ? [] : ([['year', String(year)]] as [string, string][])),
    ...(month === undefined ? [] : ([['month', String(month)]] as [string, string][])),
    ...(day === undefined ? [] : ([['day', String(day)]] as [string, string][])),
  ]
}

/** The key it had, else family name and year; a letter more where that is taken. */
function keyFor(item: Table, keys: Set<string>): string {
  const [first] = Array.isArray(item['author']) ? item['author'].filter(isTable) : []
  const year = dates(item['issued'])[0]?.[1] ?? ''
  const own = String(item['id'])
  const wanted =
    /^[A-Za-z][\w:.-]{0,60}$/.test(own) && own.length < 40
      ? own
      : `${wordsOf(first?.['family']) || wordsOf(first?.['literal']) || 'good'}${year}`
  const plain = wanted.normalize('NFKD').replaceAll(/[^\w:.-]/g, '') || 'good'
  let key = plain
  for (let more = 2; keys.has(key.toLowerCase()); more++) key = `${plain}-${more}`
  keys.add(key.toLowerCase())
  return key
}

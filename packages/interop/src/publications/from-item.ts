import {
  MAX_DESCRIPTION,
  MAX_LICENCE,
  MAX_TAG,
  MAX_TAGS,
  MAX_TITLE,
  type Publication,
} from '@allmende/vocabulary'
import type { ImportedFields, ImportedFormat, ImportedGood } from '../contract.ts'
import { fitFields } from '../fit.ts'
import { type Table, isTable, toPlain } from '../plain.ts'
import type { Place, Report } from '../report.ts'
import { normalDoi } from './doi.ts'
import { isStated, statedLicence } from './licence.ts'
import { dateOf, namesOf } from './names.ts'

/** Fields of an item that are texts of a publication as they stand. */
const TEXTS = ['container-title', 'publisher', 'volume', 'issue', 'page', 'ISSN', 'ISBN', 'URL'] as const
const LONGEST = 100

/**
 * Makes a good of one item of CSL-JSON. What has no field here is kept in `foreign.csl`. Null, with a finding, for what
 * is no item or has no title.
 */
export function fromItem(
  value: unknown,
  format: ImportedFormat,
  report: Report,
  place?: Place,
  named = '',
): ImportedGood | null {
  const item = toPlain(value).value
  const title = isTable(item) ? oneLine(item['title']) : undefined
  if (!isTable(item) || title === undefined) {
    report.say('PUBLICATION_ITEM', place, { found: named })
    return null
  }
  const rest: Table = { ...item }
  const take = (key: string): unknown => {
    const taken = rest[key]
    delete rest[key]
    return taken
  }
  take('title')
  const fields: ImportedFields = { title: cut(title, MAX_TITLE, 'title', report, place), type: 'publication' }
  const publication = publicationOf(take, rest, item, report, place)
  const description = plainText(take('abstract'))
  if (description !== undefined)
    fields.description = cut(description, MAX_DESCRIPTION, 'abstract', report, place)
  const language = take('language')
  if (typeof language === 'string' && /^[A-Za-z]{2,8}(-[A-Za-z0-9]{1,8})*$/.test(language))
    fields.language = language
  else if (language !== undefined) rest['language'] = language
  const tags = tagsOf(take('keyword') ?? take('categories'))
  if (tags.length > 0) fields.tags = tags
  setLicence(fields, take('license') ?? take('rights'), report, place)
  fields.publication = publication
  if (Object.keys(rest).length > 0) fields.foreign = { csl: rest }
  fitFields(fields, report, () => place)
  return { fields, parts: [], subs: [], files: [], format, findings: report.findings }
}

function publicationOf(
  take: (key: string) => unknown,
  rest: Table,
  item: Table,
  report: Report,
  place: Place | undefined,
): Publication {
  const type = oneLine(take('type'))
  const publication: Publication = { type: type?.slice(0, LONGEST) ?? 'document' }
  const doi = take('DOI')
  if (typeof doi === 'string') {
    const normal = normalDoi(doi)
    if (normal) publication.DOI = normal
    else {
      report.say('PUBLICATION_DOI', place, { found: doi })
      rest['DOI'] = doi
    }
  }
  for (const key of ['author', 'editor'] as const) {
    const names = namesOf(item[key])
    if (names.length === 0) continue
    publication[key] = names
    take(key)
  }
  const issued = dateOf(item['issued'])
  if (issued) {
    publication.issued = issued
    take('issued')
  }
  for (const key of TEXTS) {
    const text = oneLine(item[key])
    const most = key === 'container-title' || key === 'publisher' ? 10_000 : key === 'URL' ? 2_000 : LONGEST
    if (text === undefined || text.length > most) continue
    publication[key] = text
    take(key)
  }
  return publication
}

function setLicence(fields: ImportedFields, value: unknown, report: Report, place: Place | undefined): void {
  const licence = statedLicence(value)
  if (licence === undefined) return
  if (!isStated(licence)) report.say('OKH_LICENCE', place, { found: licence })
  fields.licence = licence.slice(0, MAX_LICENCE).toWellFormed()
}

function tagsOf(value: unknown): string[] {
  const words = Array.isArray(value) ? value : typeof value === 'string' ? value.split(/[,;]/) : []
  const tags = words.map(oneLine).filter((word) => word !== undefined && word.length <= MAX_TAG)
  return [...new Set(tags as string[])].slice(0, MAX_TAGS)
}

/** Abstracts come with the markup of journals (JATS); what is in angle brackets is left out, the words stay. */
function plainText(value: unknown): string | undefined {
  if (typeof value !== 'string') return undefined
  const text = value
    .replaceAll(/<\/?(?:jats:)?[a-z][a-z0-9-]*(?:\s[^<>]{0,500})?\/?>/gi, ' ')
    .replaceAll(/[ \t]+/g, ' ')
    .trim()
  return text === '' ? undefined : text
}

function oneLine(value: unknown): string | undefined {
  const text = typeof value === 'number' ? String(value) : value
  if (typeof text !== 'string') return undefined
  const line = text.replaceAll(/\s+/g, ' ').trim()
  return line === '' ? undefined : line
}

function cut(text: string, most: number, key: string, report: Report, place: Place | undefined): string {
  const characters = Array.from(text)
  if (characters.length <= most) return text
  report.say('OKH_CUT', place, { key, expected: String(most), found: String(characters.length) })
  return characters.slice(0, most).join('')
}

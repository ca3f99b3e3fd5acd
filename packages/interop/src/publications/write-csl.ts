import type { GoodType } from '@allmende/vocabulary'
import type { ExportGood } from '../contract.ts'
import { type Table, isTable } from '../plain.ts'

/** What goods that are no publications are in CSL. */
const TYPES: Readonly<Record<GoodType, string>> = {
  design: 'document',
  software: 'software',
  text: 'document',
  data: 'dataset',
  publication: 'document',
  media: 'graphic',
}

/** One good as an item of CSL-JSON 1.0.2, with what an imported one said beyond our fields. */
export function cslItem(good: ExportGood): Table {
  const { fields, authors, at } = good
  const foreign = fields.foreign?.['csl']
  const made = new Date(at)
  const day = [made.getUTCFullYear(), made.getUTCMonth() + 1, made.getUTCDate()]
  return {
    author: authors.map((literal) => ({ literal })),
    issued: { 'date-parts': [day] },
    URL: good.link,
    ...(isTable(foreign) ? foreign : {}),
    ...(fields.publication ? { author: undefined, issued: undefined, URL: undefined } : {}),
    ...fields.publication,
    id: isTable(foreign) && typeof foreign['id'] === 'string' ? foreign['id'] : good.id,
    type: fields.publication?.type ?? TYPES[fields.type ?? 'text'],
    title: fields.title,
    ...(fields.description !== undefined && { abstract: fields.description }),
    ...(fields.language !== undefined && { language: fields.language }),
    ...(fields.tags !== undefined && { keyword: fields.tags.join(', ') }),
    ...(fields.licence !== undefined && { license: fields.licence }),
    ...(fields.publication === undefined && fields.version !== undefined && { version: fields.version }),
  }
}

/** Goods as a list of CSL-JSON. Rule I52. */
export function writeCslJson(goods: readonly ExportGood[]): string {
  return `${JSON.stringify(goods.map(cslItem), null, 2)}\n`
}

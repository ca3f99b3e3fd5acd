import type { Finding, ImportedGood } from '../contract.ts'
import { MAX_REFERENCES, MAX_REFERENCES_TEXT } from '../limits.ts'
import { isTable } from '../plain.ts'
import { type Report, reportFor } from '../report.ts'
import { fromItem } from './from-item.ts'
import { eachOnce } from './once.ts'

/** Reads CSL-JSON: a list of items, one item, or `{ items: [ … ] }`. Never throws: whatever can be read is read. */
export function readCslJson(text: string, file: string): { goods: ImportedGood[]; findings: Finding[] } {
  const report = reportFor(file)
  const items = itemsOf(text, report)
  const goods = items.flatMap((item, at) => fromItem(item, 'csl', report, undefined, `items[${at}]`) ?? [])
  return { goods: eachOnce(goods, report), findings: report.findings }
}

function itemsOf(text: string, report: Report): unknown[] {
  if (text.length > MAX_REFERENCES_TEXT) {
    report.say('REFERENCES_TOO_LARGE', undefined, {
      expected: String(MAX_REFERENCES_TEXT),
      found: String(text.length),
    })
    return []
  }
  let value: unknown
  try {
    value = JSON.parse(text.replace(/^\uFEFF/, ''))
  } catch (error) {
    report.say('REFERENCES_SYNTAX', placeOf(text, error), { what: 'JSON', reason: (error as Error).message })
    return []
  }
  const items = isTable(value) ? (Array.isArray(value['items']) ? value['items'] : [value]) : value
  if (!Array.isArray(items)) {
    report.say('REFERENCES_SYNTAX', { line: 1 }, { what: 'CSL-JSON', reason: 'it is no list of items' })
    return []
  }
  if (items.length > MAX_REFERENCES)
    report.say('REFERENCES_MANY', undefined, { expected: String(MAX_REFERENCES) })
  return items.slice(0, MAX_REFERENCES)
}

/** V8 tells the place of a mistake in words. */
function placeOf(text: string, error: unknown): { line: number } {
  const [, position] = /position (\d+)/.exec((error as Error).message) ?? []
  const before = position === undefined ? '' : text.slice(0, Number(position))
  return { line: before.split('\n').length }
}

import type { ImportedGood } from '../contract.ts'
import { fitFields } from '../fit.ts'
import { isTable } from '../plain.ts'
import type { Report } from '../report.ts'

/**
 * Each publication once: of several entries with one DOI the first counts, with what it lacks taken from the others.
 * What has no DOI is kept as it is, since two titles alike may be two works.
 */
export function eachOnce(goods: readonly ImportedGood[], report: Report): ImportedGood[] {
  const byDoi = new Map<string, ImportedGood>()
  const once: ImportedGood[] = []
  for (const good of goods) {
    const doi = good.fields.publication?.DOI
    const first = doi === undefined ? undefined : byDoi.get(doi)
    if (doi === undefined || !first) {
      if (doi !== undefined) byDoi.set(doi, good)
      once.push(good)
      continue
    }
    report.say('PUBLICATION_TWICE', undefined, { found: doi })
    complete(first, good)
    fitFields(first.fields, report)
  }
  return once
}

function complete({ fields }: ImportedGood, other: ImportedGood): void {
  const { publication: before, foreign } = fields
  Object.assign(fields, { ...other.fields, ...fields })
  const [mine, more] = [foreign?.['csl'], other.fields.foreign?.['csl']]
  if (isTable(mine) && isTable(more)) fields.foreign = { ...foreign, csl: { ...more, ...mine } }
  if (before && other.fields.publication) fields.publication = { ...other.fields.publication, ...before }
}

import type { ImportedGood } from '../contract.ts'
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
  }
  return once
}

function complete({ fields }: ImportedGood, other: ImportedGood): void {
  const before = fields.publication
  Object.assign(fields, { ...other.fields, ...fields })
  if (before && other.fields.publication) fields.publication = { ...other.fields.publication, ...before }
}

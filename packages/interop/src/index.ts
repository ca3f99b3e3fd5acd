/**
 * Pure conversions between our goods and the formats of others: Open Know-How, tables, CSL-JSON, BibTeX, Valueflows,
 * SPDX/REUSE. Floor 1: imports vocabulary. No input or output. The rules, numbered, are in SPEC.md.
 */
export type * from './contract.ts'
export { ERRORS as INTEROP_ERRORS, type FindingCode, type TableWarningCode } from './errors.ts'
export { pathOf } from './okh/addresses.ts'
export { readOkh } from './okh/read.ts'
export { isSpdxForm } from './spdx.ts'
export { writeOkh1 } from './okh/write-v1.ts'
export { type Okh2Dialect, writeOkh2 } from './okh/write-v2.ts'
export {
  type Mapping,
  type PartsTable,
  type SectionMapping,
  TABLE_FIELDS,
  type TableField,
} from './table/contract.ts'
export { readPartsTable } from './table/read-table.ts'
export { writePartsCsv } from './table/write-csv.ts'
export { headingsOf, type SaidColumns, withColumns } from './table/headings.ts'
export { type ReuseLicences, type ReuseStatement, readReuse } from './read-reuse.ts'
export { reuseLayout } from './reuse.ts'
export { toValueflows } from './valueflows/write.ts'
export { normalDoi } from './publications/doi.ts'
export { readBibtex } from './publications/read-bibtex.ts'
export { readCslJson } from './publications/read-csl.ts'
export { writeBibtex } from './publications/write-bibtex.ts'
export { writeCslJson } from './publications/write-csl.ts'

/**
 * Pure conversions between our goods and the formats of others: Open Know-How, tables, CSL-JSON, BibTeX, Valueflows,
 * SPDX/REUSE. Floor 1: imports vocabulary. No input or output. The rules, numbered, are in SPEC.md.
 */
export type * from './contract.ts'
export { ERRORS as INTEROP_ERRORS, type FindingCode } from './errors.ts'
export { pathOf } from './okh/addresses.ts'
export { readOkh } from './okh/read.ts'
export { isSpdxForm } from './spdx.ts'
export { writeOkh1 } from './okh/write-v1.ts'
export { type Okh2Dialect, writeOkh2 } from './okh/write-v2.ts'

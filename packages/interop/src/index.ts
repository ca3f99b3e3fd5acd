/**
 * Pure conversions between our goods and the formats of others: Open Know-How, tables, CSL-JSON, BibTeX, Valueflows,
 * SPDX/REUSE. Floor 1: imports vocabulary. No input or output. The rules, numbered, are in SPEC.md.
 */
export {}

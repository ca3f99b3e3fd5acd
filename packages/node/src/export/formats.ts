/** What a version of a good can be written as. */
export const GOOD_FORMATS = [
  'okh1',
  'okh2',
  'okh-losh',
  'valueflows',
  'csl',
  'bibtex',
  'csv',
  'reuse',
  'maker',
  'records',
] as const

/** What a whole commons can be written as. */
export const COMMONS_FORMATS = ['site', 'valueflows', 'records'] as const

/** Characters of a manifest or a list of references. The longest real manifests have some 20,000. */
export const MAX_TEXT = 1024 * 1024

/** Bytes of a parts list. Spreadsheets with pictures in them are larger, parts lists are not. */
export const MAX_TABLE_BYTES = 16 * 1024 * 1024

/** Levels of a manifest. A record nests 16 deep at most, and `foreign` takes three of them. */
export const MAX_LEVELS = 12

/** Brackets open at once, looked at before a parser that recurses sees them. */
export const MAX_OPEN_BRACKETS = 64

/** Values of one manifest after its aliases are followed. */
export const MAX_VALUES = 50_000

/** Aliases that one YAML value may stand for: enough for repeated contacts, too few for a "billion laughs". */
export const MAX_ALIASES = 100

/** Broken statements of a manifest that are passed over, one by one, to read the rest. */
export const MAX_REPAIRS = 50

/** Findings about one file: nobody reads more, and every line of a hostile file can be one. */
export const MAX_FINDINGS = 300

/**
 * Bytes (CBOR) of the fields of a good that come out of a conversion, without files and parts. A record holds 32 KiB; the other half
 * is for the file list, and what is left for its frame and lineage.
 */
export const MAX_FIELDS_BYTES = 15 * 1024

/** Parts lines of one list: what `parts.more` can hold. A list of more has sub-assemblies. */
export const MAX_PARTS = 10_000

/** Rows, columns and cells of a table, and characters of a cell: what a parts list of `MAX_PARTS` lines could take. */
export const MAX_ROWS = 20_000
export const MAX_COLUMNS = 256
export const MAX_CELLS = 1_000_000
export const MAX_CELL = 32_767

/** Bytes that the parts of one workbook may inflate to, together. */
export const MAX_INFLATED_BYTES = 64 * 1024 * 1024

/** Sheets of a workbook that are looked at. */
export const MAX_SHEETS = 32

/** Publications of one list. */
export const MAX_REFERENCES = 20_000

/** Characters of a list of references: 10,000 of them with their abstracts. */
export const MAX_REFERENCES_TEXT = 16 * 1024 * 1024

/** Patterns in one `REUSE.toml`: large projects have some dozens; each is tried on every file. */
export const MAX_REUSE_GLOBS = 500

/** Characters of one of them: no path that a good may have is longer. */
export const MAX_REUSE_GLOB = 1024

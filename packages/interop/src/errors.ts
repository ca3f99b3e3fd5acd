import type { ErrorRow } from '@allmende/vocabulary'
import type { Severity } from './contract.ts'

/** Severity stands in the table, so that a code means the same wherever it is found. */
type FindingRow = ErrorRow & { severity: Severity }

/** Everything this package can find about a file. Nothing here is thrown. SPEC.md has the same list; a test holds the two together. */
export const ERRORS = {
  OKH_TOO_LARGE: {
    severity: 'error',
    status: 413,
    message: 'too long for a manifest: expected at most {expected} characters, found {found}',
  },
  OKH_TOO_DEEP: {
    severity: 'error',
    status: 400,
    message: 'nested deeper than {expected} levels; what is deeper was left out',
  },
  OKH_ALIASES: {
    severity: 'error',
    status: 400,
    message: 'its aliases stand for too many values',
    hint: 'write out what *name stands for',
  },
  OKH_SYNTAX: {
    severity: 'error',
    status: 400,
    message: 'not well-formed {what}: {reason}; the statement was read in part or left out',
  },
  OKH_EMPTY: { severity: 'error', status: 400, message: 'says nothing: no key of it has a value' },
  OKH_FOREIGN_FILE: {
    severity: 'error',
    status: 400,
    message: 'not a manifest of Open Know-How: {reason}',
  },
  OKH_KEY_TWICE: {
    severity: 'warning',
    status: 200,
    message: '"{key}" is there more than once; the first counts, the other is kept as "{as}"',
  },
  OKH_KEY_REFUSED: { severity: 'warning', status: 200, message: '"{key}" can\'t be the name of a key' },
  OKH_MISSING: {
    severity: 'error',
    status: 422,
    message: 'the manifest states no {field}',
    hint: 'add "{key}"',
  },
  OKH_WITHOUT: {
    severity: 'warning',
    status: 200,
    message: 'the manifest states no {field}',
    hint: 'add "{key}"',
  },
  OKH_FORM: {
    severity: 'warning',
    status: 200,
    message: '"{key}" should be {expected}, found {found}',
    hint: 'it is kept as it is, and not used',
  },
  OKH_CUT: {
    severity: 'warning',
    status: 200,
    message: '"{key}" is too long: of {found}, the first {expected} were taken',
  },
  OKH_ADDRESS: {
    severity: 'warning',
    status: 200,
    message: '"{key}" is neither a path nor an address: {found}',
  },
  OKH_LICENCE: {
    severity: 'error',
    status: 422,
    message: '"{found}" is not an SPDX licence expression',
    hint: 'give the identifier from spdx.org/licenses; nothing was corrected',
  },
  OKH_WORDS_AS_LIST: {
    severity: 'info',
    status: 200,
    message: '"{key}" names no file; its words were taken as a list of {found}',
  },
  TABLE_TOO_LARGE: {
    severity: 'error',
    status: 413,
    message: 'too large for a parts list: expected at most {expected}',
  },
  TABLE_FORMAT: {
    severity: 'error',
    status: 415,
    message: 'not a table that can be read: it is {found}',
    hint: 'save it as CSV or XLSX',
  },
  TABLE_BROKEN: { severity: 'error', status: 400, message: 'the workbook is damaged: {reason}' },
  TABLE_QUOTES: {
    severity: 'warning',
    status: 200,
    message: 'a quotation mark is not closed; all of them were read as text',
  },
  TABLE_HEADER: {
    severity: 'warning',
    status: 200,
    message: 'no row with names of columns was found; what the columns hold was guessed',
    hint: 'correct the mapping and pass it back',
  },
  TABLE_NOTHING: { severity: 'error', status: 422, message: 'no parts were found' },
  TABLE_SHEET: {
    severity: 'info',
    status: 200,
    message: 'the sheet "{found}" has a table too, which was left out',
    hint: 'remove `skip` from the mapping to take it',
  },
  TABLE_COLUMNS: { severity: 'info', status: 200, message: 'columns that were not read: {found}' },
  TABLE_SHIFTED: {
    severity: 'info',
    status: 200,
    message: 'the name of the part was not in its column; "{found}" was taken',
  },
  TABLE_CELLS: {
    severity: 'warning',
    status: 200,
    message: 'more cells than columns; those that fit together were joined',
    hint: 'put texts with a delimiter into quotation marks',
  },
  TABLE_QUANTITY: {
    severity: 'warning',
    status: 200,
    message: '"{found}" is no quantity; it was put into the note',
  },
  TABLE_ZERO: { severity: 'warning', status: 200, message: 'none of it is needed ("{found}"): left out' },
  TABLE_PLACES: {
    severity: 'warning',
    status: 200,
    message: 'the quantity is {found}, but it goes to {expected} places',
  },
  TABLE_CURRENCY: {
    severity: 'warning',
    status: 200,
    message: "prices don't say their currency: left out",
    hint: 'give `currency` in the mapping',
  },
  TABLE_DOLLAR: {
    severity: 'info',
    status: 200,
    message: '"$" was read as USD',
    hint: 'give `currency` in the mapping if it is another dollar',
  },
  TABLE_SUBSTITUTE: {
    severity: 'warning',
    status: 200,
    message: '"{found}" does as well as something, but no line has its id or name: left out',
  },
  TABLE_MANY: {
    severity: 'error',
    status: 413,
    message: 'more than {expected} lines; the rest was left out',
  },
  REFERENCES_TOO_LARGE: {
    severity: 'error',
    status: 413,
    message: 'too long for a list of references: expected at most {expected} characters, found {found}',
    hint: 'split it',
  },
  REFERENCES_MANY: {
    severity: 'error',
    status: 413,
    message: 'more than {expected} references; the rest was left out',
    hint: 'split it',
  },
  REFERENCES_SYNTAX: {
    severity: 'error',
    status: 400,
    message: 'not well-formed {what}: {reason}; this was left out',
  },
  PUBLICATION_ITEM: {
    severity: 'error',
    status: 422,
    message: '{found} is no reference with a title: left out',
  },
  PUBLICATION_DOI: {
    severity: 'warning',
    status: 200,
    message: '"{found}" is no DOI; it is kept as it is, and not used',
  },
  PUBLICATION_TWICE: {
    severity: 'info',
    status: 200,
    message: 'the DOI {found} is there more than once; the entries became one',
  },
  INTEROP_FIELD: {
    severity: 'error',
    status: 422,
    message: 'the field "{field}" was left out: expected {expected}, found {found}',
  },
  INTEROP_ROOM: {
    severity: 'warning',
    status: 200,
    message: 'a record has no room for "{key}" ({found} bytes): left out',
    hint: 'the file itself still has it',
  },
  INTEROP_MORE: {
    severity: 'info',
    status: 200,
    message: 'more was found; only the first {expected} findings are told',
  },
} as const satisfies Record<string, FindingRow>

export type FindingCode = keyof typeof ERRORS

/** What can be wrong with a parts list; that something was done is no matter. */
export type TableWarningCode = Exclude<
  Extract<FindingCode, `TABLE_${string}`>,
  { [Code in FindingCode]: (typeof ERRORS)[Code]['severity'] extends 'info' ? Code : never }[FindingCode]
>

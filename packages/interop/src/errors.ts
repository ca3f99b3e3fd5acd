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

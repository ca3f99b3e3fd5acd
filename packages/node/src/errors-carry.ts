import type { ErrorRow } from '@allmende/vocabulary'

/** Of bringing goods in and taking them out: a part of the package's table. */
export const CARRY_ERRORS = {
  IMPORT_NOT_FOUND: { status: 404, message: 'there is nothing at "{path}"' },
  IMPORT_NOTHING: {
    status: 422,
    message: 'nothing of "{path}" could be brought in: {reason}',
    hint: 'see all that was found with --dry-run; a folder without a manifest is shared with "allmende share"',
  },
  IMPORT_REFUSED: { status: 422, message: '"{title}" was not brought in: {reason}' },
  IMPORT_TABLE: {
    status: 422,
    message: 'no parts list could be read from "{file}": {reason}',
    hint: 'name its columns with --bom-map "name=HEADING,quantity=HEADING", or another file with --bom',
  },
  IMPORT_FIELD: {
    status: 400,
    message: 'no part of a parts list is called "{found}"',
    hint: 'one of: {expected}',
  },
  EXPORT_FORMAT: { status: 400, message: 'expected one of {expected} as the format, found "{found}"' },
  EXPORT_EXISTS: {
    status: 409,
    message: '"{path}" is there already; an export never writes over or among anything',
    hint: 'name a new place with --to',
  },
  EXPORT_PLACE: { status: 400, message: 'nothing can be written at "{path}" ({reason})' },
  EXPORT_NOTHING: { status: 409, message: '"{title}" has no {what}' },
} as const satisfies Record<string, ErrorRow>

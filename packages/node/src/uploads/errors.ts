import type { ErrorRow } from '@allmende/vocabulary'

/** Of folders that come from a page. Part of the table of this package. */
export const UPLOAD_ERRORS = {
  UPLOAD_PATH: {
    status: 400,
    message: 'a file can’t be called {found}: {reason}',
    hint: 'rename it, or leave it out',
  },
  UPLOAD_EMPTY: { status: 400, message: 'there is no file in what was chosen' },
  UPLOAD_ONE: {
    status: 400,
    message: 'expected one file, found {found}',
    hint: 'choose the file itself, not the folder that it is in',
  },
  UPLOAD_MANY: {
    status: 413,
    message: 'expected {expected}, found {found}',
    hint: 'make one archive of many small files, or share the folder with "allmende share"',
  },
  UPLOAD_WAITING: {
    status: 409,
    message: '{found} folders wait here to be shared already',
    hint: 'share them or cancel one; or wait ten minutes: what nobody is at then gives way',
  },
  UPLOAD_ROOM: {
    status: 507,
    message: 'the disk has no room for it: expected {expected} free, found {found}',
    hint: 'make room, or share the folder with "allmende share", which needs half of it',
  },
  UPLOAD_UNKNOWN: {
    status: 404,
    message: 'nothing is being brought in under that name, or no longer',
    hint: 'choose the folder again; it may have been shared or cancelled in another window',
  },
  UPLOAD_AT: { status: 409, message: 'expected the bytes from {expected} on, found those from {found}' },
  UPLOAD_MORE: { status: 413, message: 'more bytes came than were told: expected {expected}' },
  UPLOAD_PART: {
    status: 409,
    message: 'not everything has come yet: expected {expected} bytes, found {found}',
    hint: 'choose the same folder again: it goes on where it was',
  },
} as const satisfies Record<string, ErrorRow>

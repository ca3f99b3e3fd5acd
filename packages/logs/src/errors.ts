import { errorTable, type ErrorRow } from '@allmende/vocabulary'

const HINT_COPY =
  'if the other folder is gone or will no longer be used, open this one with adoptCopy (`--adopt-copy`): it keeps all content and begins new logs of its own'

/** Every error this package throws. SPEC.md has the same list; a test holds the two together. */
export const ERRORS = {
  STORE_IN_USE: {
    status: 409,
    message: 'the data in {dir} is in use by another program',
    hint: 'stop the other node first (`allmende stop`), or give another --home',
  },
  STORE_COPIED: {
    status: 409,
    message: 'the data in {dir} is a copy of another folder, or was restored from one',
    hint: HINT_COPY,
  },
  STORE_UNMARKED: {
    status: 409,
    message: 'the data in {dir} lacks the file CORESTORE that says which computer it belongs to',
    hint: HINT_COPY,
  },
  STORE_FULL: {
    status: 507,
    message: 'the disk is full: nothing can be written to {dir}',
    hint: 'free some space and try again; everything that was confirmed is safe',
  },
  STORE_FAILED: { status: 500, message: 'the data in {dir} cannot be opened: {reason}' },
  STORE_CLOSED: { status: 409, message: 'the logs are closed' },
  STORE_READ_ONLY: { status: 403, message: 'the logs were opened for reading only' },
  IDENTITY_MISSING: {
    status: 409,
    message: 'there is no identity on this computer yet',
    hint: 'create one first (`allmende start` offers it)',
  },
  IDENTITY_EXISTS: { status: 409, message: 'there is an identity on this computer already: {found}' },
  IDENTITY_WORDS: {
    status: 400,
    message: 'these are not the words of an identity: {reason}',
    hint: 'check the spelling and the order of the 24 words',
  },
  IDENTITY_OTHER: {
    status: 409,
    message: 'these are the words of somebody else',
    hint: 'use the words of the person this home belongs to (`allmende profile` shows whose it is)',
  },
  IDENTITY_RETIRED: {
    status: 409,
    message: 'this device was retired and writes no more',
    hint: 'begin anew with your words in an empty home: "allmende restore --home DIR"',
  },
  IDENTITY_DAMAGED: {
    status: 500,
    message: 'the identity in {path} cannot be read: {reason}',
    hint: 'restore it from your words; your logs stay',
  },
  COMMONS_READ_ONLY: { status: 403, message: 'this commons was opened for reading only' },
  LOG_APPEND: { status: 500, message: 'the entry could not be written: {reason}' },
  CORE_UNKNOWN: { status: 404, message: 'no known log has the core {found}' },
  CORE_CLAIMED: {
    status: 409,
    message: 'the core {found} does not say that it belongs to the log that names it',
  },
} as const satisfies Record<string, ErrorRow>

export const fail = errorTable(ERRORS)

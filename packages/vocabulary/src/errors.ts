import { errorTable, type ErrorRow } from './allmende-error.ts'

const HINT_LINK = 'copy the whole link again, from "allmende:" to its last character'
const HINT_NEWER = 'update Allmende'

/** Every error this package throws. SPEC.md has the same list; a test holds the two together. */
export const ERRORS = {
  Z32_CHARACTER: {
    status: 400,
    message: 'character "{found}" at position {position} is not used in z-base-32',
  },
  Z32_FORM: { status: 400, message: '"{found}" is not the z-base-32 form of any bytes' },

  ID_KEY: { status: 400, message: 'expected {what} of 52 characters, found "{found}"' },
  ID_RECORD: {
    status: 400,
    message: 'expected a record id (KEY.BLOCK.INDEX), found "{found}"',
    hint: 'copy the id from the output of find or show, or use the link',
  },

  CBOR_MALFORMED: { status: 400, message: 'not well-formed CBOR: {reason}' },
  CBOR_UNSUPPORTED: { status: 400, message: 'CBOR outside our profile: {reason}' },
  CBOR_DEPTH: { status: 400, message: 'nested deeper than {limit} levels' },
  CBOR_VALUE: { status: 500, message: 'a value of type {found} cannot be written as CBOR' },

  RECORD_TOO_LARGE: {
    status: 413,
    message: 'a record may have {expected}, this one has {found}',
    hint: 'put long texts and many files into a file of the good',
  },
  RECORD_NOT_MAP: { status: 400, message: 'a record is a map, found {found}' },
  RECORD_KIND: { status: 400, message: 'expected a kind ({expected}), found {found}' },
  RECORD_VERSION: { status: 400, message: 'expected {expected} as the version of a record, found {found}' },
  RECORD_CLOCK: { status: 400, message: 'expected {expected} as clock, found {found}' },
  RECORD_OF: { status: 400, message: 'expected a record id in "of", found {found}' },
  RECORD_AFTER: { status: 400, message: 'expected {expected} in "after", found {found}' },
  RECORD_BODY: { status: 400, message: 'expected a map as body, found {found}' },
  RECORD_INVALID: { status: 400, message: 'a {kind} is wrong at {path}: expected {expected}, found {found}' },
  RECORD_UPGRADE: { status: 400, message: 'a {kind} of version {version} cannot be read: {reason}' },

  BLOCK_MAGIC: {
    status: 400,
    message: 'a block does not begin as one: expected {expected}, found {found}',
    hint: 'the read key is wrong, or the block was damaged',
  },
  BLOCK_VERSION: {
    status: 400,
    message: 'a block of format {found}, this program reads {expected}',
    hint: HINT_NEWER,
  },
  BLOCK_TOO_LARGE: { status: 413, message: 'a block may have {expected}, this one has {found}' },
  BLOCK_EMPTY: { status: 400, message: 'a block without a record' },
  BLOCK_ITEM: {
    status: 400,
    message: 'record {index} of a block is cut off or empty: expected {expected}, found {found}',
  },

  JSON_HEX: { status: 400, message: 'expected bytes in hexadecimal, found {found}' },

  FILE_LIST: {
    status: 400,
    message: 'a list of files is wrong at {path}: expected {expected}, found {found}',
  },

  STAMP_AHEAD: {
    status: 400,
    message: 'a clock is {found} ahead, at most {expected} count',
    hint: 'set the clock of the computer that wrote this',
  },

  INVITE_CODE_FORM: {
    status: 400,
    message: 'expected a code like 7-garden-lantern (a number and two words), found "{found}"',
    hint: 'ask whoever invited you to say it again',
  },
  INVITE_CODE_WORD: {
    status: 400,
    message: 'no code has the word "{found}"; the nearest are {expected}',
    hint: 'nothing was tried yet: correct the word',
  },
  LINK_EMPTY: { status: 400, message: 'the link is empty', hint: 'a link begins with "allmende:"' },
  LINK_TOO_LONG: {
    status: 400,
    message: 'a link has at most {expected} characters, found {found}',
    hint: HINT_LINK,
  },
  LINK_SCHEME: {
    status: 400,
    message: 'expected a link that begins with "allmende:", found "{found}"',
    hint: HINT_LINK,
  },
  LINK_BROKEN: {
    status: 400,
    message: 'the link has a blank or a line break in it, at position {position}',
    hint: 'join its parts into one line',
  },
  LINK_CHARACTER: {
    status: 400,
    message: 'character "{found}" at position {position} is not used in links',
    hint: 'links have no 0, 2, l and v: look whether it is o, z, 1 or u',
  },
  LINK_TOO_SHORT: { status: 400, message: 'the link ends too early: {found} characters', hint: HINT_LINK },
  LINK_CHECKSUM: {
    status: 400,
    message: 'the link has a typing mistake or a part is missing',
    hint: HINT_LINK,
  },
  LINK_VERSION: {
    status: 400,
    message: 'a link of format {found}, this program reads {expected}',
    hint: HINT_NEWER,
  },
  LINK_TYPE: {
    status: 400,
    message: 'a link of type {found}, this program knows {expected}',
    hint: HINT_NEWER,
  },
  LINK_PAYLOAD: {
    status: 400,
    message: 'the content of the link is wrong: {reason}',
    hint: 'ask for a new link',
  },
  LINK_NAME: { status: 400, message: 'expected {expected} as the name in a link, found {found}' },
} as const satisfies Record<string, ErrorRow>

export const fail = errorTable(ERRORS)

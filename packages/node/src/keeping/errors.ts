import type { ErrorRow } from '@allmende/vocabulary'

/** Of keepers, and of what is kept here. Part of the table of this package. */
export const KEEPING_ERRORS = {
  KEEPER_UNKNOWN: {
    status: 404,
    message: 'nobody seen in your commons is "{found}"',
    hint: '"allmende status" names who is connected; somebody who was never seen is named by the whole id of their node, which their "allmende status" shows',
  },
  KEEPER_AMBIGUOUS: {
    status: 409,
    message: '"{found}" fits more than one: {which}',
    hint: 'use the id',
  },
  KEEPER_SELF: {
    status: 409,
    message: 'that is this very computer',
    hint: 'a keeper is another one, so that nothing is lost when this one is',
  },
  KEEPER_NONE: {
    status: 404,
    message: 'you have no keeper "{found}"',
    hint: '"allmende keeper list" shows those you have',
  },
  KEEPER_NOT_ASKED: {
    status: 404,
    message: 'nobody called "{found}" has asked you to keep what they write',
    hint: '"allmende keeper list" shows who has; they ask with "allmende keeper add"',
  },
  KEEPER_TOO_MANY: {
    status: 409,
    message: 'you have {expected} keepers in "{found}" already, and more do not count',
    hint: 'remove one first: "allmende keeper remove WHO"',
  },
  PIN_WHAT: {
    status: 400,
    message: 'expected one thing to pin, found {found}',
    hint: 'name a good, or --tag TAG, or --commons NAME, or --everything',
  },
  PIN_NONE: {
    status: 404,
    message: '{found} is not pinned',
    hint: '"allmende pin" lists what is',
  },
  FORGET_LAST: {
    status: 409,
    message: '"{title}" is only on this computer as far as is known: forgotten here it would be lost',
    hint: 'let somebody copy or keep it first ("allmende keeper add"), or say --even-if-last',
  },
  FORGET_KEPT: {
    status: 409,
    message: 'you agreed to keep what {who} writes, and "{title}" is theirs',
    hint: 'end that first: "allmende keeper drop {who}"',
  },
  FORGET_NOTHING: { status: 409, message: 'no files of "{title}" are on this computer' },
  FORGET_UNCLEAR: {
    status: 409,
    message: 'the list of files of "{title}" can’t be read, so it isn’t known what it shares with others',
    hint: '"allmende check" tells what is damaged',
  },
  RETRACT_FOREIGN: {
    status: 403,
    message: 'only who tends "{title}" may ask others to forget it',
    hint: 'you can free your own disk of it: "allmende forget"',
  },
} as const satisfies Record<string, ErrorRow>

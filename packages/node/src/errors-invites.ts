import type { ErrorRow } from '@allmende/vocabulary'

/** Of spoken codes and public listings: a part of the package's table. */
export const INVITE_ERRORS = {
  LISTING_PRIVATE: {
    status: 409,
    message: '"{found}" is private: a listing would give its link, which opens all of it, to everybody',
    hint: 'invite people to it one by one with "allmende commons invite"; only a public commons can be listed',
  },
  LISTING_LARGE: {
    status: 400,
    message: 'a listing has room for 1,024 bytes, its link and signature among them',
    hint: 'say less with --about, or fewer --tags',
  },
  LISTING_NONE: { status: 409, message: '"{found}" is not listed from here' },
  LISTING_UNKNOWN: {
    status: 404,
    message: 'no listed commons or person has an id that begins with "{found}"',
    hint: '"allmende commons find" shows what is listed; four characters of an id are enough',
  },
  LISTING_AMBIGUOUS: {
    status: 409,
    message: 'several ids begin with "{found}"',
    hint: 'use more of the id',
  },
  INVITE_NOBODY: {
    status: 404,
    message: 'nobody with an open code of this number was found',
    hint: 'the code may be used up, cancelled or too old, or its maker out of reach: try again, or ask for a new code or a link',
  },
  INVITE_WRONG: {
    status: 403,
    message: 'these are not the words of the code; {left} left before it is dead',
    hint: 'ask for the words again before you try them',
  },
  INVITE_DEAD: {
    status: 403,
    message: 'these are not the words of the code, and it was tried too often: it is dead now',
    hint: 'ask for a new code, or for a link',
  },
  INVITE_MANY: {
    status: 409,
    message: 'there are {expected} open codes already',
    hint: 'cancel one with "allmende commons invite --cancel CODE"',
  },
  INVITE_UNKNOWN: {
    status: 404,
    message: 'no code {found} was given out here since this node was started',
    hint: '"allmende commons invite --list" shows those that were',
  },
  INVITE_FOR_DEVICE: {
    status: 409,
    message: 'this code is for a further computer of whoever made it: it opens no commons and no good',
    hint: 'on that computer: "allmende restore --code CODE"; to join, ask for a code of "allmende commons invite"',
  },
  INVITE_TERMS: { status: 400, message: 'expected {expected}, found {found}' },
} as const satisfies Record<string, ErrorRow>

import type { ErrorRow } from '@allmende/vocabulary'

/** Errors about who belongs to a commons. A part of the table of this package. */
export const MEMBERS_ERRORS = {
  BLOCK_SELF: { status: 400, message: 'nobody can block themselves' },
  BLOCK_NONE: {
    status: 404,
    message: '"{found}" isn’t blocked',
    hint: '"allmende block" lists whom you have blocked',
  },
  MEMBERS_FOUNDER: {
    status: 409,
    message: 'who founded "{found}" isn’t known here, so nobody can be excluded',
    hint: 'join again by a link of the commons ("allmende commons link"); the link of a thing doesn’t say who founded it',
  },
  MEMBERS_RIGHT: {
    status: 403,
    message:
      'in "{found}" only its founder decides who is a member, or two people together for whom the founder vouched',
    hint: 'not to hear somebody yourself: "allmende block WHO"',
  },
  KEY_PUBLIC: {
    status: 409,
    message: '"{found}" is public: whoever has its link reads it, so there is no key to change',
  },
  KEY_OUTDATED: {
    status: 409,
    message:
      'the key of "{found}" was changed, and this computer wasn’t given the new one: nobody would read what you write',
    hint: 'ask a member for a new link and join by that: "allmende commons join LINK"',
  },
  MEMBERS_SELF: { status: 409, message: 'the founder can’t be excluded' },
  MEMBERS_OUT: { status: 409, message: '"{found}" is excluded already' },
  MEMBERS_IN: { status: 409, message: '"{found}" isn’t excluded' },
} as const satisfies Record<string, ErrorRow>

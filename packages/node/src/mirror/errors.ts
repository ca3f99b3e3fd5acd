import type { ErrorRow } from '@allmende/vocabulary'

/** Of mirrors. Part of the table of this package. */
export const MIRROR_ERRORS = {
  MIRROR_LINK: {
    status: 400,
    message: 'this link opens a commons for reading; a mirror is given one that doesn’t',
    hint: 'ask a member for it: `allmende commons mirror-link`',
  },
  MIRROR_MEMBER: {
    status: 409,
    message: 'this home has the commons itself, and carries it anyway',
    hint: 'a mirror is a home of its own: `allmende mirror LINK --home DIR`, best on another computer',
  },
  MIRROR_QUOTA: { status: 400, message: 'a quota of {found} is too small, expected {expected}' },
  MIRROR_UNKNOWN: {
    status: 404,
    message: 'no commons {found} is kept here for others',
    hint: '`allmende mirror status` shows what is kept',
  },
  MIRROR_NONE: {
    status: 404,
    message: 'no such mirror of this commons has been met',
    hint: '`allmende status` names the mirrors that are known',
  },
  MIRROR_STARTER: {
    status: 400,
    message: 'the starter commons is on this computer only, and comes with the program',
    hint: 'make a commons of your own: `allmende commons create NAME`',
  },
  MIRROR_ONLY: {
    status: 400,
    message: 'this link lets a computer keep a commons for others; nothing can be read by it',
    hint: 'to keep it: `allmende mirror LINK`; to read it, ask a member for a link of the commons itself',
  },
} as const satisfies Record<string, ErrorRow>

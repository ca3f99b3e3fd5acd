import type { ErrorRow } from '@allmende/vocabulary'

/** Errors of what goes from node to node in a file, beside those of the file itself (`transports`). */
export const BUNDLE_ERRORS = {
  BUNDLE_BOTH: {
    status: 400,
    message: 'a bundle is made either for somebody or since a time, not both',
    hint: 'leave out --for or --since',
  },
  BUNDLE_FOR: {
    status: 404,
    message: 'no node or person is known here as "{found}"',
    hint: 'give a node or person by id or name; without --for the bundle carries everything',
  },
  BUNDLE_FOR_WHICH: {
    status: 409,
    message: '"{found}" fits the nodes of several people: {which}',
    hint: 'give more of the id of the node',
  },
  BUNDLE_SINCE: {
    status: 400,
    message: 'this is neither a date nor a bundle: {found}',
    hint: 'for instance --since 2026-05-17, or --since last-week.bundle',
  },
  BUNDLE_FILES: {
    status: 409,
    message: 'the files of "{found}" are not here, so they can’t go along',
    hint: 'copy it first with "allmende copy", or leave it out',
  },
  BUNDLE_WRONG: {
    status: 400,
    message: 'the bundle {file} holds what its authors have not signed, and nothing of it was taken in',
    hint: 'whoever made it made it so, or their disk is damaged: ask them for "allmende check" and a new one',
  },
  BUNDLE_SHUT: {
    status: 403,
    message: '{who} was excluded from "{found}"',
    hint: 'nothing is exchanged with them there, by a connection or by a stick; "allmende commons readmit" takes that back',
  },
  BUNDLE_ROOM: {
    status: 507,
    message: 'there is no room on this disk for what the bundle brings',
    hint: 'free some space, or leave its files where they are: --files none',
  },
} as const satisfies Record<string, ErrorRow>

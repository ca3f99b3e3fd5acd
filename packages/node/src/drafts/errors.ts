import type { ErrorRow } from '@allmende/vocabulary'

/** Of drafts as documents: fields, lines and files beside the text. Part of the table of this package. */
export const DOCUMENT_ERRORS = {
  DRAFT_FIELD: {
    status: 400,
    message: 'a draft has no field "{found}"; it may have {expected}',
  },
  DRAFT_VALUE: {
    status: 400,
    message: '"{name}" can’t be that: expected {expected}, found {found}',
    hint: 'set it anew with "allmende draft set" or "allmende draft line set"',
  },
  DRAFT_LINE: {
    status: 404,
    message: 'the draft has no line {found}; it has {expected}',
    hint: '"allmende draft show DRAFT" shows them with their numbers',
  },
  DRAFT_FILE: {
    status: 404,
    message: 'no file "{found}" is attached to the draft; there is {expected}',
    hint: '"allmende draft show DRAFT" lists them',
  },
  DRAFT_FILE_NAME: {
    status: 400,
    message: '"{found}" can’t be the name of an attached file',
    hint: 'expected a relative path such as pictures/front.jpg',
  },
  DRAFT_FILE_NONE: {
    status: 409,
    message: 'what is attached as {found} is no file',
    hint: 'take it off: "allmende draft attach DRAFT --remove PATH"; "allmende draft blame DRAFT" says who put it there',
  },
  DRAFT_FILE_PLACE: {
    status: 409,
    message: 'the attached file "{found}" can’t be written out: {reason}',
    hint: 'call it otherwise ("allmende draft attach DRAFT --rename PATH --to PATH"), or take it off ("--remove PATH")',
  },
  DRAFT_FILE_AWAY: {
    status: 409,
    message: 'the attached file "{found}" lies with somebody of whom nothing has arrived here yet',
    hint: 'connect with whoever attached it ("allmende draft blame DRAFT" says who), or take it off: "allmende draft attach DRAFT --remove PATH"',
  },
  DRAFT_FILE_TAKEN: {
    status: 409,
    message: 'a file "{found}" is attached already',
    hint: 'take that one off first ("allmende draft attach DRAFT --remove PATH"), or choose another name',
  },
  DRAFT_ELSEWHERE: {
    status: 409,
    message: '"{title}" is in another commons than the draft',
    hint: 'begin the draft in the commons of the good, or fork the good first: "allmende fork GOOD --commons NAME"',
  },
  DRAFT_BEHIND: {
    status: 409,
    message:
      'the draft began with version {found} of "{title}", the newest is {expected}: publishing it would undo what came since',
    hint: 'begin another with the newest ("allmende draft new TITLE --good {id}"), bring this one into it with "allmende draft merge", and publish that; or publish it nevertheless with --over',
  },
  DRAFT_CONFLICTS: {
    status: 409,
    message: 'two people set it apart, and nobody has chosen yet: {found}',
    hint: 'set it anew ("allmende draft set", "allmende draft line set", "allmende draft attach"), then publish',
  },
  DRAFT_ARCHIVE: {
    status: 422,
    message: 'that is no archive of a draft: {found}',
    hint: 'give the folder or the ZIP that "allmende draft archive" wrote; a plain text comes in with --file',
  },
  DRAFT_MERGE_SELF: {
    status: 400,
    message: 'that is the same draft: {found}',
    hint: 'name the draft to take from first, and after --into the one that is to have it',
  },
} as const satisfies Record<string, ErrorRow>

import { errorTable, type ErrorRow, isAllmendeError } from '@allmende/vocabulary'

/** Every error this package throws, and every reason for which a change is refused. SPEC.md has the same list. */
export const ERRORS = {
  DRAFT_CLOSED: { status: 409, message: 'this draft is closed', hint: 'open it again' },
  DRAFT_COMMONS_UNKNOWN: { status: 404, message: 'no commons {found} is followed here' },
  DRAFT_RANGE: {
    status: 400,
    message: 'an edit reaches outside the text: expected {expected}, found {found}',
  },
  DRAFT_PART: { status: 400, message: 'what is beside the text of a draft cannot be set so: {reason}' },
  DRAFT_FULL: {
    status: 413,
    message: 'a draft has at most {expected} {found}',
    hint: 'take some out first, or begin a second draft',
  },
  DRAFT_GUEST_NAME: {
    status: 400,
    message:
      'a guest cannot be called {found}: expected 1 to 64 characters, none of them a control character',
    hint: 'choose another name',
  },
  DRAFT_CLOSED_BY_AUTHOR: {
    status: 409,
    message: 'this draft is closed: nobody edits it or offers a change',
    hint: 'ask its author to open it again',
  },
  DRAFT_ONLY_OFFERS: {
    status: 409,
    message: 'this view of the draft only offers changes',
    hint: 'give the edited text as a whole: what is different in it is offered',
  },
  DRAFT_HEADS_UNKNOWN: {
    status: 409,
    message: 'the text you began with is not known here any more',
    hint: 'read the draft again and repeat your change',
  },
  DRAFT_AT_LIMIT: {
    status: 409,
    message: 'this draft has {found}: at most {expected} are possible',
    hint: 'archive it (`allmende draft archive`) and go on in a new one',
  },
  DRAFT_WORKER_DIED: { status: 500, message: 'the worker of this draft died while it was busy: {reason}' },
  DRAFT_EDIT_LOST: {
    status: 500,
    message: 'an edit could not be made part of the draft: {reason}',
    hint: 'read the draft and repeat the edit',
  },
  DRAFT_NOT_SAVED: {
    status: 500,
    message: 'edits of this draft could not be written to disk: {reason}',
    hint: 'see to the disk; they are tried again with the next flush',
  },
  DRAFT_LOG_MOVED: {
    status: 500,
    message: 'the own log goes on in another: edits made for the old one are made again',
  },
  DRAFT_SNAPSHOT: { status: 500, message: 'a snapshot cannot be used: {reason}' },

  EDIT_MALFORMED: { status: 400, message: 'an edit is not readable: {reason}' },
  EDIT_KIND: { status: 400, message: 'an edit of kind {found}, this program knows {expected}' },
  EDIT_SESSION: { status: 400, message: 'an edit of a session that its log never opened' },
  EDIT_RIGHT: {
    status: 403,
    message: 'the author may not edit this draft, as of the records the edit cites',
  },

  CHANGE_TOO_LARGE: { status: 413, message: 'a change has at most {expected} bytes, this one has {found}' },
  CHANGE_INFLATES: {
    status: 413,
    message: 'a change inflates to at most {expected} bytes, this one to more',
  },
  CHANGE_OPERATIONS: {
    status: 413,
    message: 'a change has at most {expected} operations, this one has more',
  },
  CHANGE_MALFORMED: { status: 400, message: 'a change is not well-formed: {reason}' },
  CHANGE_CHECKSUM: { status: 400, message: 'the checksum of a change is wrong' },
  CHANGE_UNSUPPORTED: { status: 400, message: 'a change holds what no draft has: {reason}' },
  CHANGE_ACTOR: {
    status: 403,
    message: 'a change claims the actor {found}, its log and session give {expected}',
  },
  CHANGE_REPEATED: { status: 409, message: 'a session gives number {found} to a second change' },
  CHANGE_GAP: { status: 409, message: 'expected change number {expected} of a session, found {found}' },
  CHANGE_COUNTER: {
    status: 400,
    message: 'operations begin at {expected} after what a change rests on, found {found}',
  },
  CHANGE_PREDECESSOR: { status: 400, message: 'a change does not rest on the one before it in its session' },
  CHANGE_OFFERS: {
    status: 400,
    message: 'a log offers at most {expected} changes and {found} bytes in one draft',
  },
  CHANGE_REFERENCE: { status: 400, message: 'a change refers to a character it cannot know' },
  CHANGE_PART: { status: 400, message: 'a change sets something beside the text that it cannot: {reason}' },
  CHANGE_FULL: { status: 413, message: 'a draft has at most {expected} {found}' },
  CHANGE_MARK: { status: 400, message: 'a change ends a mark before it begins' },
  CHANGE_DEPENDS: { status: 409, message: 'a change rests on one that was refused ({found})' },
  CHANGE_UNREADABLE: { status: 400, message: 'Automerge cannot read a change: {reason}' },
  CHANGE_TRAPPED: { status: 500, message: 'a change brought the worker down and is kept out' },
} as const satisfies Record<string, ErrorRow>

export type ErrorCode = keyof typeof ERRORS

export const fail = errorTable(ERRORS)

/** Whether a request came to nothing because its worker died: it can be made again. */
export function isDeath(error: unknown): boolean {
  return isAllmendeError(error) && error.code === 'DRAFT_WORKER_DIED'
}

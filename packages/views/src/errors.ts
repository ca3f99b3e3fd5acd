import { errorTable } from '@allmende/vocabulary'

/** Every failure this package tells of, with the status the local API answers with. */
export const ERRORS = {
  VIEWS_OPEN: {
    status: 500,
    message: 'the index {file} could not be opened: {reason}',
    hint: 'the index can be deleted: it is filled again from the logs',
  },
  VIEWS_LOCKED: {
    status: 409,
    message: 'the index {file} is in use by another process',
    hint: 'stop the other node, or give this one its own --home',
  },
  VIEWS_LOG_OWNER: {
    status: 409,
    message: 'log {log} is of another commons, person or device: expected {expected}, found {found}',
  },
  VIEWS_BLOCK: { status: 400, message: 'block {block} of log {log} was not accepted: {reason}' },
  VIEWS_CURSOR: {
    status: 400,
    message: 'not a cursor: {found}',
    hint: 'leave the cursor out to begin at the first page',
  },
  VIEWS_PAGE: { status: 400, message: '{name} must be a whole number from {least} to {most}, found {found}' },
  VIEWS_FOLD: {
    status: 500,
    message: 'a batch of records could not be folded and was rolled back: {reason}',
    hint: 'ingest again from the position; if it goes on, run check --rebuild',
  },
  VIEWS_FULL: {
    status: 507,
    message: 'the disk is full: the index could not grow',
    hint: 'free some space; nothing is lost, the index catches up from the logs',
  },
  VIEWS_INTERRUPTED: {
    status: 503,
    message: 'the worker of the index stopped in the middle ({reason}) and was started again',
    hint: 'ask for the position and ingest from there',
  },
  VIEWS_STOPPED: {
    status: 500,
    message: 'the worker of the index stopped twice ({reason})',
    hint: 'restart the node; if it goes on, delete the index, it is filled again from the logs',
  },
  VIEWS_CLOSED: { status: 503, message: 'the index is closed' },
} as const

export const fail = errorTable(ERRORS)

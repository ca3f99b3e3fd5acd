import { errorTable, type ErrorRow } from '@allmende/vocabulary'

/** Every error this package throws at its caller. What a peer does wrong is an event, never one of these. */
export const ERRORS = {
  SYNC_MALFORMED: {
    status: 400,
    message: 'a message of a peer is wrong: expected {expected}, found {found}',
  },
  SYNC_NOT_JOINED: {
    status: 404,
    message: 'the commons {commons} is not joined in this session',
    hint: 'join it first',
  },
  SYNC_NO_DIAL: {
    status: 400,
    message: 'no transport of this node can dial {address}',
    hint: 'start the node with the direct transport',
  },
  SYNC_CLOSED: { status: 503, message: 'the node is closing' },
  SYNC_UNKNOWN_FILES: {
    status: 404,
    message: 'no log of this commons names the files core {core}',
    hint: 'wait until the log it belongs to has arrived',
  },
} as const satisfies Record<string, ErrorRow>

export const fail = errorTable(ERRORS)

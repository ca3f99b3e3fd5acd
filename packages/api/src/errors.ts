import { AllmendeError, errorTable, type ErrorRow } from '@allmende/vocabulary'

/** Every error this package throws or answers with. README.md lists them; a test holds the two together. */
export const ERRORS = {
  TOKEN_MISSING: {
    status: 401,
    message: 'this needs the token of the node',
    hint: 'open the page by the address that `allmende start` printed, or send the content of the file `token` in the home folder as bearer',
  },
  TOKEN_WRONG: {
    status: 401,
    message: 'the token is not the one of this node',
    hint: 'a page is good for one run of the node: open the address that `allmende status` prints',
  },
  PAGE_CODE_USED: {
    status: 401,
    message: 'this address of the page was used already: it opens the page once',
    hint: '`allmende status` prints a new one. If nobody of yours opened it, stop the node and start it again: that ends every page',
  },
  PAGE_CODE_OLD: {
    status: 401,
    message: 'this address of the page is too old, or of another run of the node',
    hint: '`allmende status` prints a new one',
  },
  REQUESTS_MANY: {
    status: 429,
    message: 'too many requests at once',
    hint: 'wait a second; other programs of this computer, and other pages, are not held up by yours',
  },
  TOKEN_UNSAFE: {
    status: 403,
    message: 'the token file {file} is not safe to use',
    hint: 'remove the file and start the node again: a new token is made',
  },
  HOST_REFUSED: {
    status: 403,
    message: 'the request names another host than this node',
    hint: 'use the address that `allmende start` printed',
  },
  ORIGIN_REFUSED: {
    status: 403,
    message: 'a page of another origin may not speak to this node',
    hint: 'use the page that the node itself serves',
  },
  GUEST_CLOSED: {
    status: 401,
    message: 'this is not open, or no longer',
    hint: 'ask whoever gave you the link',
  },
  GUEST_RATE: { status: 429, message: 'too many at once', hint: 'wait a moment' },
  GUEST_RIGHT: { status: 403, message: 'this was opened for {expected}, not for {found}' },
  GUEST_MAY_NOT: {
    status: 403,
    message: '"{title}" can’t be opened for that: expected {expected}, found {found}',
    hint: 'use --right suggest: what guests offer is answered by those who may edit',
  },
  GUEST_SHUT: {
    status: 409,
    message: '"{title}" is closed, nobody writes in it: expected {expected}, found {found}',
    hint: 'use --right view, or open it again with "allmende draft archive DRAFT --reopen"',
  },
  GUEST_WAITING: {
    status: 409,
    message: '{found} passages that guests suggested here wait for an answer: that many are enough',
    hint: 'ask your host to answer them',
  },
  GUEST_NAME: { status: 400, message: 'expected a name of {expected}' },
  GUEST_WHY: { status: 400, message: 'expected a line about why, of {expected}' },
  GUEST_WHAT: { status: 409, message: 'expected {expected}, found {found}' },
  GUEST_MANY: {
    status: 409,
    message: 'no more can be let in: {expected}',
    hint: 'close one with `allmende guest close`',
  },
  GUEST_TIME: { status: 400, message: 'expected {expected}, found {found}' },
  GUEST_NOBODY: {
    status: 404,
    message: 'nothing called {found} is open for guests',
    hint: '`allmende guest list` shows what is',
  },
  GUEST_PORT: {
    status: 409,
    message: 'guests can’t be let in at {found}',
    hint: 'name another port with --port, or an address of this computer with --address',
  },
  GUEST_ALONE: {
    status: 409,
    message: 'this computer has no address on a local network',
    hint: 'connect it to one, or name its address with --address',
  },
  BIND_REFUSED: {
    status: 400,
    message: 'the API is for this computer only and is bound to the loopback address',
    hint: 'to reach the node from elsewhere, tunnel the port (ssh -L)',
  },
  PORT_TAKEN: {
    status: 409,
    message: 'port {port} is in use by another program',
    hint: 'choose another with --port, or leave it out: then any free one is taken',
  },
  NODE_NOT_RUNNING: {
    status: 409,
    message: 'no node is running on the home folder {home}',
    hint: 'start one with `allmende start`',
  },
  NODE_STOPPING: {
    status: 503,
    message: 'the node is being stopped',
    hint: 'everything acknowledged is on disk; start the node and try again',
  },
  ROUTE_UNKNOWN: {
    status: 404,
    message: 'there is nothing at {found}',
    hint: 'GET /openapi.json lists what there is',
  },
  REQUEST_INVALID: { status: 400, message: 'the request is wrong at {path}' },
  RANGE_UNFIT: { status: 416, message: 'the file has no such part' },
  BODY_NOT_JSON: { status: 415, message: 'the body of a request is JSON, sent as application/json' },
  BODY_NOT_BYTES: {
    status: 415,
    message: 'this takes bytes as they are, sent as application/octet-stream',
  },
  BODY_TOO_LARGE: { status: 413, message: 'the body of the request is too large' },
  STREAM_BEHIND: {
    status: 503,
    message: 'the reader of this stream is too far behind',
    hint: 'open it again; events go on behind the place that you name by `after`',
  },
  STREAM_ONE_WAY: {
    status: 400,
    message: 'a WebSocket of events takes no messages, and something was sent into it',
    hint: 'send requests to the routes of the API, and open it again behind the last place',
  },
  CANCELLED: { status: 499, message: 'cancelled' },
  INTERNAL: {
    status: 500,
    message: 'something went wrong inside the node',
    hint: 'the log of the node says more; `allmende check` looks at the store',
  },
} as const satisfies Record<string, ErrorRow>

export const fail = errorTable(ERRORS)

/** The code is that of `logs`, where the lock is; here it is also known who holds it. */
const STORE_IN_USE: ErrorRow = {
  status: 409,
  message: 'another allmende is using the home folder {home}',
  hint: 'stop the other one first (`allmende stop`), or use another folder with --home',
}

export function storeInUse(details: { home: string; found: string; cause?: unknown }): AllmendeError {
  return new AllmendeError('STORE_IN_USE', STORE_IN_USE, {
    expected: 'one process per home folder',
    ...details,
  })
}

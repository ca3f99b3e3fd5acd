/** What `allmende start` takes when no port is asked for. Any free one if it is taken. */
export const DEFAULT_PORT = 4747

/** Bits 256: guessing is out of reach, and it is one line in a file. */
export const TOKEN_BYTES = 32

/** Enough for every request but a whole draft: a description is at most 100 KB, in JSON at most six times that. */
export const BODY_BYTES = 1024 * 1024

/** A whole draft as JSON. Far above what one draft is good for, far below what hurts the process. */
export const DRAFT_BODY_BYTES = 16 * 1024 * 1024

/** The names and sizes of 20,000 files with long paths. */
export const UPLOAD_PLAN_BYTES = 16 * 1024 * 1024

/** A link is at most some 300 characters; in a path each may be written as three. */
export const PARAMETER_CHARACTERS = 2048

/** An empty line this often in a silent stream: a reader learns that we live, and we learn that it is gone. */
export const HEARTBEAT_MS = 15_000

/** A person sees no more than ten states a second of a progress bar. */
export const PROGRESS_EVERY_MS = 100

/** What may wait for a slow reader of a stream before it is cut off: some ten thousand events. */
export const STREAM_BEHIND_BYTES = 4 * 1024 * 1024

/** What a WebSocket is asked to read: nothing, but a short message is answered with what is wrong about it. */
export const SOCKET_MESSAGE_BYTES = 1024
export const SOCKET_FRAGMENTS = 16

/** Pings that nobody has answered before a WebSocket is cut. They come as often as the empty lines. */
export const PINGS_UNANSWERED = 2

/** How long a WebSocket that is being closed may take to read the rest: up to `STREAM_BEHIND_BYTES`. */
export const SOCKET_CLOSE_MS = 10_000

/** Above this an export waits for its reader. */
export const STREAM_HIGH_WATER_BYTES = 256 * 1024

/** How long streams and actions may take to end when the server closes, before their sockets are cut. */
export const CLOSE_GRACE_MS = 1_000

/** How long a program that is asked whether it is our node may take to answer: it is on this computer. */
export const PROBE_MS = 3_000

/** The address that is printed opens the page once, within this time: somebody may have lunch first. */
export const PAGE_CODE_MS = 60 * 60_000

/** A tab hands another one a code, which uses it at once. */
export const TAB_CODE_MS = 60_000

/** A reload that is cut off by another one within this time uses the same code again. */
export const RELOAD_AGAIN_MS = 10_000

/** Codes that wait to be used, and pages that are open: nobody has that many tabs. */
export const MAX_CODES = 64
export const MAX_PAGES = 256

/** Requests of one page or program: far above what either does at its busiest, far below what keeps the node from its work. */
export const REQUEST_BURST = 3_000
export const REQUESTS_PER_SECOND = 1_000

/** Requests without a right token, of all programs of this computer together, and of those that need none. */
export const KNOCK_BURST = 200
export const KNOCKS_PER_SECOND = 20

/** Sockets at once. A browser opens six for a page. */
export const MAX_CONNECTIONS = 512

/** What is kept of the events for those who come back: minutes of a busy node; in bytes half of what may wait for a slow reader. */
export const EVENTS_KEPT = 10_000
export const EVENTS_KEPT_BYTES = 2 * 1024 * 1024

/** A code is 43 characters; nobody without a token makes us read more. */
export const ENTER_BODY_BYTES = 1024

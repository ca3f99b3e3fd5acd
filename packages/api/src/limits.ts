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

/** Above this an export waits for its reader. */
export const STREAM_HIGH_WATER_BYTES = 256 * 1024

/** How long streams and actions may take to end when the server closes, before their sockets are cut. */
export const CLOSE_GRACE_MS = 1_000

/** How long a program that is asked whether it is our node may take to answer: it is on this computer. */
export const PROBE_MS = 3_000

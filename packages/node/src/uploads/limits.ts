import { MAX_FILES } from '@allmende/vocabulary'

/** Of one upload. Twice what a good may have: what is left out comes along, since its rules may be in the folder itself. */
export const MAX_UPLOAD_FILES = 2 * MAX_FILES

/** Folders put aside at once: each takes room on the disk until it is shared. */
export const MAX_UPLOADS = 8

/** So long after its last byte one of them isn't taken away for another. */
export const RECENT_MS = 10 * 60 * 1000

/** After so long without a byte nobody goes on with it. */
export const KEPT_MS = 24 * 60 * 60 * 1000
export const SWEEP_EVERY_MS = 60 * 60 * 1000

/** Left free on the disk: a full one stops everything else on the computer too. */
export const KEPT_FREE = 256 * 1024 * 1024

/** Gathered for one write. */
export const WRITE_BYTES = 1024 * 1024

/** Empty files made together; the thread pool has four threads, more only fill its queue. */
export const MADE_AT_ONCE = 16

/** Files whose bytes are brought to the disk together: each alone would wait for it a millisecond. */
export const SYNCED_AT_ONCE = 32

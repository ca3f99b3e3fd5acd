/** Bytes of blocks under way to the worker. Enough to keep it busy, little enough not to matter in memory. */
export const MAX_QUEUED_BYTES = 8 * 1024 * 1024

/** Bytes of one message: a question asked meanwhile waits for no more than the folding of this much (some 20 ms). */
export const MAX_MESSAGE_BYTES = 128 * 1024

/** Records in one transaction. The full-text index writes a segment per commit, and many small ones cost merging. */
export const MAX_TRANSACTION_RECORDS = 16_000

/** How long a transaction may stay open, in milliseconds: what a crash may cost us to fold again. */
export const MAX_TRANSACTION_MS = 1_000

/** How long to wait for more before committing, in milliseconds. */
export const COMMIT_PAUSE_MS = 25

/** How often `changed` is told at most, in milliseconds: a page redraws no faster. */
export const CHANGED_PAUSE_MS = 50

/** Ids in one `changed`: beyond this a reader asks again for what it shows. */
export const MAX_CHANGED_THINGS = 100

/** Results of one page. */
export const MAX_PAGE = 200
export const FIND_PAGE = 20
export const LIST_PAGE = 50

/** Words of a search; what is longer was pasted by mistake, and each word costs a lookup. */
export const MAX_SEARCH_WORDS = 16

/** Characters of a search that are read at all. */
export const MAX_SEARCH_LENGTH = 1_000

/** Characters of a text that are looked through for a snippet. */
export const MAX_SNIPPET_SCAN = 32_000

/** Characters of a snippet: two lines on a terminal. */
export const SNIPPET_LENGTH = 160

/** Comments that `show`, or one page of them, gives at once. */
export const MAX_COMMENTS = 1_000

/** Comments on one thing that are looked through for answers: each is a look into the index. */
export const MAX_COMMENTS_WALKED = 100_000

/** Bytes of blocks in one page of an export. */
export const EXPORT_PAGE_BYTES = 1024 * 1024

/** Names kept in memory of each kind before the cache starts anew: some 10 MB with the longest. */
export const MAX_CACHED_NAMES = 50_000

/** Versions in one lineage; beyond this nobody reads it, and a merge base lies nearer. */
export const MAX_LINEAGE = 10_000

/** Terms looked through for each beginning that a misspelt word may have: some 50 ms. */
export const MAX_NEAR_TERMS = 50_000

/** Other spellings that are tried of a search that found nothing. */
export const MAX_NEAR_TRIES = 3

/** Tools and materials that somebody says they have. */
export const MAX_NEEDS = 1_000

/** Lines of parts lists kept in memory for explosions: some 10 MB. */
export const MAX_CACHED_LINES = 50_000

/** Words of the index kept in memory for spelling: some 20 MB. */
export const MAX_CACHED_SPELLINGS = 100_000

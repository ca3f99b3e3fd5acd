/** One change, inflated: what Automerge allocates for it must stay small beside a document. DESIGN.md, limits. */
export const CHANGE_INFLATED_BYTES = 1024 * 1024

/** Operations of one change: a run of a billion fits into ten bytes, so bytes alone bound nothing. DESIGN.md, limits. */
export const CHANGE_OPERATIONS = 100_000

/** Bytes of a change as it lies in the log: a block holds 64 KiB, and the entry and the block need room of their own. */
export const CHANGE_BYTES = 60 * 1024

/** What one change cites or names: more concurrent heads or authors than this is no editing but a flood. */
export const CHANGE_DEPENDENCIES = 256
export const CHANGE_ACTORS = 1_024

/** Record heads one entry may cite. */
export const CITED_HEADS = 64

/**
 * Operation counters stay below this. Automerge counts in 32 bits and dies of an overflow; the next operation of
 * everybody is one more than the highest, so one lie near the end would close a draft for all.
 */
export const OPERATION_COUNTER = 2 ** 31

/**
 * What a local batch may cost before it is cut, in estimated bytes of the change. An inserted byte costs at most two
 * (itself and its share of the length column), a deleted character at most 14 (two references of seven bytes);
 * so the change fits into an entry however badly it compresses.
 */
export const BATCH_COST = 56 * 1024

/** The pause between two changes while others write too, or somebody follows: fast enough to feel live. */
export const PAUSE_LIVE_MS = 40

/** The pause when alone: one change for a second of typing, a small part of the log that one per key stroke would make. */
export const PAUSE_ALONE_MS = 1_000

/** For how long an edit of somebody else makes the draft count as live. */
export const LIVE_FOR_MS = 60_000

/** What one draft may have. An honest node makes no edit beyond; what others wrote beyond is shown all the same, or nodes would differ. */
export type DraftLimits = Record<'characters' | 'edits' | 'sessions', number>

/**
 * Characters in the text: a thick book. Edits are characters put in and taken out, ever: opening a draft and its memory
 * grow with them, and the largest real history at hand has an eighth of this. Sessions are openings by one device in
 * which something was written: each change may rest on all of them.
 */
export const DRAFT_LIMITS: DraftLimits = { characters: 1_000_000, edits: 2_000_000, sessions: 10_000 }

/** From which share of a limit on it is told. */
export const NEAR_LIMIT = 0.8

/**
 * Offered changes of one log in one draft, and their bytes: whoever may not edit may offer, and every node has to hold it.
 * Given back by no answer: a verdict must not hang on what has arrived.
 */
export const OFFERED_CHANGES = 1_024
export const OFFERED_BYTES = 1024 * 1024

/** Pieces of one suggestion: more is a new text, and nobody answers them one by one. */
export const OFFER_PIECES = 64

/**
 * One text beside the text of a draft, in UTF-16 units and in bytes: it has to fit into one entry however badly it
 * compresses. Longer ones belong into the text, or into a file.
 */
export const PART_TEXT = 28_000
export const PART_BYTES = 48 * 1024

/** The value of a mark stands in every difference that Automerge tells. */
export const MARK_NAME_BYTES = 64
export const MARK_BYTES = 2_048

/** Marks of one change: each has to be found in its place, which takes longer in a text with a long history. */
export const CHANGE_MARKS = 64

/** Edits beside the text in one change: a run of many fits into a few bytes. */
export const CHANGE_PARTS = 10_000

/** What one edit may take the place of: so many set one field apart. */
export const PART_PREDECESSORS = 256

/** Names of fields and lines are names, not texts; paths are as long as in a good. */
export const FIELD_KEY_BYTES = 256
export const LINE_ID_BYTES = 64
export const PATH_BYTES = 1_024

/** What a draft may have beside its text at once: a parts list that people still read. */
export const DRAFT_FIELDS = 1_000
export const DRAFT_LINES = 5_000
export const LINE_FIELDS = 100
export const DRAFT_FILES = 10_000

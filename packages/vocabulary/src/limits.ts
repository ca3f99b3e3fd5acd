/** A block is read, checked and held as a whole; beyond this a slow line stalls on one block. */
export const MAX_BLOCK_BYTES = 64 * 1024

/** Half a block, so that packing never wastes more than half of one. */
export const MAX_RECORD_BYTES = 32 * 1024

/** A record takes two bytes at least (its length and one byte), so no block can hold more. */
export const MAX_RECORDS_IN_BLOCK = MAX_BLOCK_BYTES / 2

/** Our own records nest six deep; what is deeper is there to exhaust the stack of a reader. */
export const MAX_DEPTH = 16

/** A kind is a word, or a word of somebody's own with dots. */
export const MAX_KIND_LENGTH = 64

/** More heads than this at once means that nobody merges; citing the newest ones is enough to go on. */
export const MAX_AFTER = 64

/** A title is one line in a list. Characters, not bytes: scripts differ by a factor of four. */
export const MAX_TITLE = 200

/**
 * Characters of a description. What a record can hold beside its other fields; what is longer is a file of the
 * good. (The record's own limit of bytes still applies and is reached first by scripts of three bytes a character.)
 */
export const MAX_DESCRIPTION = 28_000

/** Characters of a comment: an answer, not an article. */
export const MAX_COMMENT = 10_000

/** Characters of a note to a vouch or about a person: a paragraph. */
export const MAX_NOTE = 2_000

/** Characters of the name of a person, device or commons: it must fit beside others on a line. */
export const MAX_NAME = 100

/** Tags of one good, and the characters of each: more than this is a description. */
export const MAX_TAGS = 32
export const MAX_TAG = 50

/** Characters of the label of a version, such as "2.0.1" or "with the longer arm". */
export const MAX_VERSION_LABEL = 100

/** Characters of an SPDX expression. The longest in use join four or five licences. */
export const MAX_LICENCE = 500

/** Characters of a language tag (RFC 5646 recommends that 35 be supported). */
export const MAX_LANGUAGE = 35

/** Files in one good. A folder of more is an archive, and should be one file. */
export const MAX_FILES = 10_000

/** Bytes of a path, UTF-8. What the common file systems bear. */
export const MAX_PATH_BYTES = 1_024

/** Cores that the files of one good lie in: one for each device that ever added to it. */
export const MAX_FILE_CORES = 64

/** Inline file entries are kept below this, so that the other fields have the other half of the record. */
export const MAX_INLINE_FILES_BYTES = 16 * 1024

/** Bytes of a file list that is itself a blob: 10,000 entries with the longest paths. */
export const MAX_FILE_LIST_BYTES = 16 * 1024 * 1024

/** People named in one draft. More than this is a commons of its own. */
export const MAX_INVITED = 200

/** Bytes of the proof in a device entry. An attestation with its chain takes some 300. */
export const MAX_PROOF_BYTES = 4_096

/** How far a clock may be ahead of ours and still move ours: the drift of a computer set by hand. Milliseconds. */
export const MAX_CLOCK_AHEAD = 10 * 60 * 1000

/** The last millisecond of the year 9999: a later date breaks every date formatter there is. */
export const MAX_WALL = 253_402_300_799_999

/** Characters of a link with everything around it; the longest real one has some 400. */
export const MAX_LINK_LENGTH = 1_000

/** Characters of the name of a part: a line of a parts list with its measures ("Screw, cylinder head, M8 × 20, ISO 4762"). */
export const MAX_PART_NAME = 300

/** Lines of a parts list in one record. Their bytes are bounded by the record; what doesn't fit goes into `more`. */
export const MAX_LINES = 1_000

/** Records that hold the rest of one parts list: some 10,000 lines together. A list of more has sub-assemblies. */
export const MAX_LIST_PARTS = 64

/** Places on a board that one line stands for ("C1, C2, …"). */
export const MAX_PLACES = 1_000

/** Substitutes of one line. A person chooses among them. */
export const MAX_SUBSTITUTES = 20

/** A quantity above this is a typing mistake, and the sums of an explosion must stay exact. */
export const MAX_QUANTITY = 1e12

/** People, links, files with a role, licences of files, standards, tools of one good: lists for a person to read. */
export const MAX_MENTIONS = 200

/** Characters of an address on the web. Browsers and servers agree on about this much. */
export const MAX_URL = 2_000

/** Who may change one good beside its author. More than this is a commons of its own. */
export const MAX_MAINTAINERS = 64

/** Versions that one version takes in at once. */
export const MAX_MERGES = 16

/** Grades of a build go from 1 (not at all) to 5. */
export const MAX_GRADE = 5

/** Pieces of one suggestion for a draft: what a person can answer one by one. */
export const MAX_PIECES = 64

/** Bytes of the hash by which a change of a draft is named. */
export const CHANGE_HASH_BYTES = 32

/** Characters of the id of a character in a draft: a counter, and the actor of a session. */
export const MAX_ANCHOR = 80

/** Characters of the passage that a comment is about: enough to find it again by eye. */
export const MAX_QUOTE = 200

/** Comments that one record of a draft resolves. */
export const MAX_RESOLVED = 64

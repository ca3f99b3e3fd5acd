/** Half of the CPU time of a copy is per block, so larger is faster (64 KiB → 256 KiB: a quarter less); beyond, a slow line stalls on one block. */
export const BLOCK_BYTES = 256 * 1024

/** What goes into one append: it stands in memory as a whole, and costs one signature and one write of the journal. */
export const APPEND_BYTES = 4 * 1024 * 1024

/** The database writes content to its log before it writes it to its files: so much may stand on the disk twice. */
export const WRITTEN_TWICE_BYTES = 64 * 1024 * 1024

/** Fetched and not yet written: enough for 1 Gbit/s at 100 ms; it is the bound of memory. */
export const WINDOW_BYTES = 16 * 1024 * 1024

/** Requests under way at once; hypercore itself keeps at most 512 for a peer. */
export const WINDOW_BLOCKS = 256

/** Files at work at once. Small ones need many to hide the way to the peer and the wait for the disk. */
export const FILES_AT_ONCE = 64

/** Gathered for one write: fewer calls, and a page cache that fills in runs. */
export const WRITE_BYTES = 1024 * 1024

/** Mean size of a block that a file list may claim: the wire takes messages of 1 MiB. */
export const MAX_BLOCK_BYTES = 1024 * 1024

/** File systems bear 255 bytes (ext4) or 255 UTF-16 units (NTFS, APFS) in one name. */
export const MAX_NAME_BYTES = 255

/** A folder with this many levels is a loop or an attack on the stack; 1,024 bytes of path hold no more useful ones. */
export const MAX_DEPTH = 128

/** Progress is for eyes: ten times a second. */
export const PROGRESS_EVERY_MS = 100

/** How much of a licence file is read when looking for SPDX tags. */
export const LICENCE_HEAD_BYTES = 16 * 1024

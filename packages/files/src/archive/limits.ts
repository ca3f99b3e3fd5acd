import { MAX_FILES } from '@allmende/vocabulary'
import type { UnpackLimits } from './contract.ts'

/** Zeros deflate 1,000 to 1; what people make, meshes as text included, stays under 40 to 1. */
const MAX_RATIO = 100

/** The largest designs there are take some gigabytes; what is larger is shared as a folder, which costs no room twice. */
const MAX_UNPACKED_BYTES = 16 * 1024 ** 3

/** Folders are entries as well. */
const MAX_ENTRIES = 2 * MAX_FILES

export const LIMITS: UnpackLimits = { entries: MAX_ENTRIES, bytes: MAX_UNPACKED_BYTES, ratio: MAX_RATIO }

/** An archive of a few empty forms may well be small; so much harms nobody. */
export const NO_BOMB_BYTES = 1024 * 1024

/** Stays free: a disk filled to its last byte keeps the own store from opening. */
export const SPARE_DISK_BYTES = 256 * 1024 * 1024

/** What a tar may say about one entry beside its header: a path of 1,024 bytes and some attributes. */
export const MAX_TAR_EXTENSION_BYTES = 256 * 1024

/** Both readers of a tar work in blocks of this size. */
export const TAR_BLOCK = 512

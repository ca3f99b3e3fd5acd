// The form of a bundle (rules B1–B9 in SPEC.md). It knows nothing of records: sections of opaque items, each section for
// those who have a secret.

/** WARNING: stored. The first bytes of every bundle: 16 of them, and the version. */
export const MAGIC = Buffer.from('allmende bundle\n')
export const VERSION = 1

export const SALT_BYTES = 32
export const NAME_BYTES = 32
/** Of libsodium's secretstream. */
export const STREAM_HEADER_BYTES = 24
export const FRAME_OVERHEAD = 17

/** Plaintext of one frame. All frames of a section but the last have this size, so that sizes tell its total and no more. */
export const FRAME_BYTES = 64 * 1024

/** An item stands in memory as a whole: 8 MiB of blocks with their hashes, and room. */
export const MAX_ITEM_BYTES = 10 * 1024 * 1024

/** Commons in one bundle. People are in a handful; each costs a reader some hashes. */
export const MAX_SECTIONS = 1_024

/** What comes next: another section, or the signature. */
export const SECTION = 1
export const END = 0

export const KEY_BYTES = 32
export const SIGNATURE_BYTES = 64
const MAC_BYTES = 16
/** node · its signature · authentication. */
export const SEAL_BYTES = KEY_BYTES + SIGNATURE_BYTES + MAC_BYTES

/** WARNING: signed. */
const NODE_PURPOSE = Buffer.from('allmende/bundle/1 writer\n')
const WHOLE_PURPOSE = Buffer.from('allmende/bundle/1 whole\n')

/**
 * What the writing node signs: that the key of this bundle is its own. The signature over the whole is made with that key,
 * which is used once: by the node's own, a finder could tell whose bundle it is.
 */
export function writerStatement(salt: Uint8Array, key: Uint8Array): Uint8Array {
  return Buffer.concat([NODE_PURPOSE, salt, key])
}

/** What the key of the bundle signs: the hash over all that comes before. */
export function wholeStatement(hash: Uint8Array): Uint8Array {
  return Buffer.concat([WHOLE_PURPOSE, hash])
}

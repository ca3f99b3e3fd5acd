import { MAX_BLOCK_BYTES, keyBytes, type CommonsId, type LogKey } from '@allmende/vocabulary'
import Hypercore from 'hypercore'
import { verifyBinding, type Binding } from './binding.ts'
import type { CommonsKeys, Prefix } from './contract.ts'
import type { CoreEntry } from './core-table.ts'
import { treeHash } from './merkle.ts'
import { BlockOpener, readRaw } from './reading.ts'
import { encodeManifest, isSigned, readManifest, type Manifest } from './signed-head.ts'
import type { Store } from './store.ts'

/** The whole stands unverified in memory until its one signature is checked. */
export const MAX_PREFIX_BYTES = 8 * 1024 * 1024

/** The whole of a log with the one signature over its head; null when there is a gap, nothing, or too much. */
export async function exportPrefix(store: Store, entry: CoreEntry): Promise<Prefix | null> {
  const { key, length, contiguous, fork, signature, manifest } = entry
  if (length === 0 || contiguous !== length || fork !== 0 || signature === null || manifest === null)
    return null
  const storage = await store.blocks(key)
  if (storage === null) return null
  try {
    const blocks: Uint8Array[] = []
    let bytes = 0
    for await (const batch of readRaw(storage, 0, length)) {
      for (const block of batch) bytes += block.bytes.length
      if (bytes > MAX_PREFIX_BYTES) return null
      blocks.push(...batch.map((block) => block.bytes))
    }
    return blocks.length === length ? { manifest: encodeManifest(manifest), blocks, signature, length } : null
  } finally {
    await storage.close()
  }
}

export type SignedPrefix = {
  manifest: Manifest
  blocks: Uint8Array[]
  signature: Uint8Array
}

export type CheckedPrefix = SignedPrefix & { binding: Binding }

/**
 * Verifies a prefix from a peer without touching the store: opening a core for it would already leave something behind.
 * Conditions: sizes within limits · the manifest is that of the log and has our form · the author has signed exactly
 * these blocks · block 0 binds the log to this commons. Returns why it is refused otherwise.
 */
export function checkPrefix(log: LogKey, prefix: Prefix, keys: CommonsKeys): CheckedPrefix | string {
  const signed = checkSigned(log, prefix)
  if (typeof signed === 'string') return signed
  const verdict = checkFirst(log, signed.blocks[0]!, keys)
  return verdict.ok ? { ...signed, binding: verdict.binding } : verdict.reason
}

/** The same but for what block 0 says: all that somebody without the read key can check. */
export function checkSigned(log: LogKey, prefix: Prefix): SignedPrefix | string {
  const { blocks, length } = prefix
  if (blocks.length === 0 || blocks.length !== length) return 'it has another number of blocks than it says'
  if (!hasAllowedSizes(blocks)) return 'a block, or the whole, is too large'
  const manifest = readManifest(prefix.manifest, Buffer.from(keyBytes(log)))
  if (manifest === null) return 'the manifest is not that of the log'
  const head = { length, fork: 0, rootHash: treeHash(blocks), signature: prefix.signature }
  if (!isSigned(head, manifest)) return 'the author has not signed these blocks'
  return { manifest, blocks, signature: prefix.signature }
}

/** Writes a verified prefix into a core that is empty. */
export async function writePrefix(session: Hypercore, prefix: SignedPrefix): Promise<boolean> {
  if (session.length > 0) return false
  const blocks = prefix.blocks.map((block) => Buffer.from(block))
  const { length } = await session.append(blocks, {
    signature: Buffer.from(prefix.signature),
    maxLength: blocks.length,
  })
  return length === blocks.length
}

function hasAllowedSizes(blocks: readonly Uint8Array[]): boolean {
  const { PADDING } = Hypercore.DefaultEncryption
  const total = blocks.reduce((sum, block) => sum + block.length, 0)
  return (
    total <= MAX_PREFIX_BYTES &&
    blocks.every((block) => block.length > PADDING && block.length <= MAX_BLOCK_BYTES + PADDING)
  )
}

/** Whether a first block binds the log to this commons, and whom it binds it to. Only the block is looked at. */
export function checkFirst(log: LogKey, block: Uint8Array, keys: CommonsKeys) {
  const { items } = new BlockOpener(log, keys.encryptionKey).open(0, block)
  const [first] = items
  if (first === undefined || items.length > 1)
    return { ok: false as const, reason: 'block 0 is not a single readable entry' }
  return verifyBinding(first, keys.id satisfies CommonsId, log)
}

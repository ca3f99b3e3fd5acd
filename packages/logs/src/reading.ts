import { decodeBlock, isAllmendeError, keyBytes, type CoreKey } from '@allmende/vocabulary'
import Hypercore from 'hypercore'
import type { CoreEntry } from './core-table.ts'
import type { Store } from './store.ts'

/**
 * Blocks asked for in one call of the database. hypercore's `get` is one call and several turns of the event loop per
 * block, which is what makes reading a log one by one slow.
 */
const BATCH = 128

export type PlainBlock = { block: number; items: Uint8Array[]; refused?: string }

/** Ciphertext of `from` until before `to`, ends at the first hole. */
export async function* readRaw(
  storage: Hypercore.CoreStorage,
  from: number,
  to: number,
): AsyncGenerator<{ block: number; bytes: Uint8Array }[]> {
  for (let start = from; start < to; start += BATCH) {
    const end = Math.min(to, start + BATCH)
    const batch = await readBatch(storage, start, end)
    if (batch.length > 0) yield batch
    if (batch.length < end - start) return
  }
}

async function readBatch(storage: Hypercore.CoreStorage, start: number, end: number) {
  const reading = storage.read()
  const waiting: Promise<Uint8Array | null>[] = []
  for (let block = start; block < end; block++) waiting.push(reading.getBlock(block))
  reading.tryFlush()
  const found: { block: number; bytes: Uint8Array }[] = []
  for (const [at, bytes] of (await Promise.all(waiting)).entries()) {
    if (bytes === null) break
    found.push({ block: start + at, bytes })
  }
  return found
}

/** The ciphertext of a core as far as it lies here without a gap, without opening it. */
export async function* storedBlocks(
  store: Store,
  { key, contiguous }: CoreEntry,
  to = Infinity,
): ReturnType<typeof readRaw> {
  const storage = await store.blocks(key)
  if (storage === null) return
  try {
    yield* readRaw(storage, 0, Math.min(contiguous, to))
  } finally {
    await storage.close()
  }
}

/** Decrypts blocks of one core and takes them apart. */
export class BlockOpener {
  readonly #blockKey: Uint8Array

  constructor(core: CoreKey, encryptionKey: Uint8Array) {
    this.#blockKey = Hypercore.blockEncryptionKey(Buffer.from(keyBytes(core)), Buffer.from(encryptionKey))
  }

  /** A wrong key gives garbage without an error: it shows when the block is taken apart. */
  open(block: number, ciphertext: Uint8Array): PlainBlock {
    const { PADDING } = Hypercore.DefaultEncryption
    if (ciphertext.length < PADDING) return { block, items: [], refused: 'BLOCK_MAGIC' }
    // Decrypted in a copy: the database may hand the same buffer to others.
    const bytes = Buffer.allocUnsafeSlow(ciphertext.length)
    bytes.set(ciphertext)
    Hypercore.DefaultEncryption.decrypt(block, bytes, this.#blockKey)
    try {
      return { block, items: decodeBlock(bytes.subarray(PADDING)) }
    } catch (error) {
      return { block, items: [], refused: isAllmendeError(error) ? error.code : 'BLOCK_MAGIC' }
    }
  }
}

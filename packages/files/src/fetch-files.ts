import { createHash } from 'node:crypto'
import { displayText } from '@allmende/vocabulary'
import { BlockSource, type Patience } from './block-source.ts'
import type { ListedFile, OpenCore } from './contract.ts'
import { checkEntries } from './copy-plan.ts'
import { fail } from './errors.ts'
import { WINDOW_BLOCKS, WINDOW_BYTES } from './limits.ts'
import { blockBytes } from './place.ts'

export type FetchOptions = Patience & {
  entries: ListedFile[]
  openCore: OpenCore
  /** Told the bytes that are verified, of all that are to be. */
  onProgress?: (done: number, total: number) => void
}

/**
 * Brings the content of listed files into the own store, and holds each against its hash; nothing is written elsewhere.
 * Resolves to the bytes that came over the network. Throws `PATH_…` and `LIST_MALFORMED` (the list), `COPY_CORRUPT`,
 * `COPY_NO_HOLDER`, or the reason of the signal.
 */
export async function fetchFiles({
  entries,
  openCore,
  onProgress,
  ...patience
}: FetchOptions): Promise<number> {
  checkEntries(entries)
  const total = entries.reduce((sum, { bytes }) => sum + bytes, 0)
  const source = new BlockSource(openCore, patience, total)
  let done = 0
  try {
    for (const file of entries) {
      await verified(source, file, (block) => onProgress?.((done += block.length), total))
    }
    return source.fetched
  } finally {
    await source.close()
  }
}

/** The content of one listed file, verified. The caller bounds its size: it stands in memory as a whole. */
export async function readListed(
  file: ListedFile,
  openCore: OpenCore,
  patience: Patience = {},
): Promise<Uint8Array> {
  checkEntries([file])
  const source = new BlockSource(openCore, patience, file.bytes)
  const blocks: Uint8Array[] = []
  try {
    await verified(source, file, (block) => blocks.push(block))
    return Buffer.concat(blocks)
  } finally {
    await source.close()
  }
}

async function verified(
  source: BlockSource,
  file: ListedFile,
  take: (block: Uint8Array) => void,
): Promise<void> {
  const hash = createHash('sha256')
  const atOnce = Math.min(
    WINDOW_BLOCKS,
    Math.max(1, Math.floor(WINDOW_BYTES / Math.max(1, blockBytes(file)))),
  )
  let bytes = 0
  for (let at = 0; at < file.blockLength; at += atOnce) {
    const count = Math.min(atOnce, file.blockLength - at)
    const wanted = Array.from({ length: count }, (_, index) => file.blockOffset + at + index)
    for (const block of await Promise.all(wanted.map((index) => source.get(file.core, index)))) {
      bytes += block.length
      if (bytes > file.bytes) throw fail('COPY_CORRUPT', { path: displayText(file.path) })
      hash.update(block)
      take(block)
    }
  }
  if (bytes !== file.bytes || !hash.digest().equals(file.hash))
    throw fail('COPY_CORRUPT', { path: displayText(file.path) })
}

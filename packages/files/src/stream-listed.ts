import { createHash } from 'node:crypto'
import { displayText } from '@allmende/vocabulary'
import { BlockSource, type Patience } from './block-source.ts'
import type { ListedFile, OpenCore } from './contract.ts'
import { checkEntries } from './copy-plan.ts'
import { fail } from './errors.ts'
import { blockBytes } from './place.ts'

/** As much is asked for ahead of what is read: enough for a network to be busy, little enough for many readers. */
const AHEAD_BYTES = 2 * 1024 * 1024
const AHEAD_BLOCKS = 32

/** Bytes `start` to `end`, the latter not included. */
export type ByteRange = { readonly start: number; readonly end: number }

/**
 * The content of one listed file, or a part of it, as it comes; nothing of it stays in memory. Every block is what its
 * author signed. A reader of the whole file is told at its end by `COPY_CORRUPT` if it isn't what the list says; of a
 * part that can't be known. Throws `PATH_…`, `LIST_MALFORMED`, `COPY_NO_HOLDER`, or the reason of the signal.
 */
export async function* streamListed(
  file: ListedFile,
  openCore: OpenCore,
  patience: Patience = {},
  range: ByteRange = { start: 0, end: file.bytes },
): AsyncGenerator<Uint8Array> {
  checkEntries([file])
  const source = new BlockSource(openCore, patience, file.bytes)
  try {
    const whole = range.start === 0 && range.end === file.bytes
    const hash = whole ? createHash('sha256') : null
    let at = 0
    for await (const block of blocks(file, source)) {
      const from = at
      at += block.length
      hash?.update(block)
      if (at <= range.start) continue
      const part = block.subarray(Math.max(0, range.start - from), Math.min(block.length, range.end - from))
      if (part.length > 0) yield part
      if (at >= range.end && !whole) return
    }
    if (at !== file.bytes || (hash && !hash.digest().equals(file.hash)))
      throw fail('COPY_CORRUPT', { path: displayText(file.path) })
  } finally {
    await source.close()
  }
}

/** The blocks in their order, asked for a little ahead. */
async function* blocks(file: ListedFile, source: BlockSource): AsyncGenerator<Uint8Array> {
  const ahead = Math.max(1, Math.min(AHEAD_BLOCKS, Math.floor(AHEAD_BYTES / Math.max(1, blockBytes(file)))))
  const asked: Promise<Uint8Array>[] = []
  for (let next = 0; next < file.blockLength || asked.length > 0;) {
    while (asked.length < ahead && next < file.blockLength) {
      const block = source.get(file.core, file.blockOffset + next++)
      // Whoever reads may stop before its turn: then nobody is left to hear of it.
      block.catch(() => undefined)
      asked.push(block)
    }
    const block = await asked.shift()
    if (block) yield block
  }
}

import { type Clock, encodeBlock } from '@allmende/vocabulary'
import { setImmediate } from 'node:timers/promises'
import type { Ingest, IngestBlock } from './contract.ts'
import type { IngestMessage } from './engine.ts'
import { fail } from './errors.ts'
import { MAX_MESSAGE_BYTES, MAX_QUEUED_BYTES } from './limits.ts'
import { createRoom } from './room.ts'
import type { WorkerLink } from './worker-link.ts'

type Packed = { bytes: number; numbers: number[]; blocks: Uint8Array[] }

/**
 * Makes `ingest`: packs blocks into buffers of their own (the one copy), hands those over to the worker, and waits
 * while too much is under way. Throws `VIEWS_BLOCK`, `VIEWS_LOG_OWNER`, `VIEWS_FOLD`, `VIEWS_FULL`,
 * `VIEWS_INTERRUPTED`, `VIEWS_STOPPED`, `VIEWS_CLOSED`.
 */
export function createIngest(link: WorkerLink, clock: Clock): (ingest: Ingest) => Promise<void> {
  const room = createRoom(MAX_QUEUED_BYTES)

  async function hand(ingest: Ingest, { bytes, numbers, blocks }: Packed): Promise<void> {
    const { commons, log, person, device, own } = ingest
    const message: IngestMessage = { commons, log, person, device, own, numbers, blocks, now: clock.now() }
    try {
      await link.request(
        { ingest: message },
        blocks.map((block) => block.buffer as ArrayBuffer),
      )
    } finally {
      room.leave(bytes)
    }
    // Node hands over up to a thousand messages in one turn of the loop. If each let its caller go on at once, and that
    // one sent the next, the loop would turn for nothing else.
    await setImmediate()
  }

  return async (ingest) => {
    const handed: Promise<void>[] = []
    for (const part of messages(ingest.blocks)) {
      const bytes = part.reduce((sum, block) => sum + sizeOf(block), 0)
      await room.enter(bytes)
      handed.push(
        hand(
          ingest,
          pack(ingest, part, bytes, () => room.leave(bytes)),
        ),
      )
    }
    await Promise.all(handed)
  }
}

/** Splits blocks into messages, none much larger than it may be. */
function* messages(blocks: readonly IngestBlock[]): Generator<IngestBlock[]> {
  let part: IngestBlock[] = []
  let size = 0
  for (const block of blocks) {
    part.push(block)
    size += sizeOf(block)
    if (size < MAX_MESSAGE_BYTES) continue
    yield part
    part = []
    size = 0
  }
  if (part.length > 0) yield part
}

function pack(ingest: Ingest, part: readonly IngestBlock[], bytes: number, undo: () => void): Packed {
  const packed: Packed = { bytes, numbers: [], blocks: [] }
  for (const { block, records } of part) {
    try {
      packed.blocks.push(encodeBlock(records))
      packed.numbers.push(block)
    } catch (error) {
      undo()
      throw fail('VIEWS_BLOCK', {
        log: ingest.log,
        block,
        reason: error instanceof Error ? error.message : '',
      })
    }
  }
  return packed
}

function sizeOf({ records }: IngestBlock): number {
  return records.reduce((sum, record) => sum + record.length, 0)
}

import type { Duplex } from 'node:stream'
import type { Timers } from '../contract.ts'
import { decodeTopics, encodeTopics, listBytes, type TopicList } from './topic-tags.ts'

/** A list's length comes before it. */
const LENGTH_BYTES = 4

/** Between two lists of one peer: nobody joins so often that more would be of use, and each costs a look at all ours. */
const PAUSE_MS = 20

/** Sends our list; a later one replaces it. Always written as one, so that the carrier says when it is gone. */
export function sendTopics(wire: Duplex, list: TopicList, most: number): void {
  const body = encodeTopics(list, most)
  const head = Buffer.alloc(LENGTH_BYTES)
  head.writeUInt32BE(body.length)
  wire.write(Buffer.concat([head, body]))
}

/**
 * Calls back with each list the peer sends, one after another. Resolves at its end; throws at what is no list or longer
 * than `most` topics. Holds one list and what the carrier holds, never more.
 */
export async function readTopics(
  wire: Duplex,
  { most, timers, onList }: { most: number; timers: Timers; onList: (list: TopicList) => void },
): Promise<void> {
  let held = Buffer.alloc(0)
  for await (const chunk of wire as AsyncIterable<Buffer>) {
    held = Buffer.concat([held, chunk])
    for (;;) {
      if (held.length < LENGTH_BYTES) break
      const length = held.readUInt32BE(0)
      if (length > listBytes(most)) throw new Error(`a list of topics of ${length} bytes`)
      if (held.length < LENGTH_BYTES + length) break
      const list = decodeTopics(held.subarray(LENGTH_BYTES, LENGTH_BYTES + length))
      if (!list) throw new Error('no list of topics')
      held = held.subarray(LENGTH_BYTES + length)
      onList(list)
      await new Promise<void>((resolve) => timers.setTimeout(resolve, PAUSE_MS))
    }
  }
}

import type { Duplex } from 'node:stream'
import type { Timers } from '../contract.ts'
import { decodeTopics, encodeTopics, listBytes, type TopicList } from './topic-tags.ts'

/** A frame's length comes before it. */
const LENGTH_BYTES = 4

/** Between two frames of one peer: nobody joins so often that more would be of use, and each costs a look at all ours. */
const PAUSE_MS = 20

/** Always written as one, so that the carrier says when it is gone. */
export function sendFrame(wire: Duplex, body: Buffer): void {
  const head = Buffer.alloc(LENGTH_BYTES)
  head.writeUInt32BE(body.length)
  wire.write(Buffer.concat([head, body]))
}

/** Sends our list; a later one replaces it. */
export function sendTopics(wire: Duplex, list: TopicList, most: number): void {
  sendFrame(wire, encodeTopics(list, most))
}

type Reading = { timers: Timers; mostBytes: number; what: string; onFrame: (body: Buffer) => void }

/**
 * Calls back with each frame the peer sends, one after another. Resolves at its end; throws at one that is too long.
 * Holds one frame and what the carrier holds, never more.
 */
export async function readFrames(wire: Duplex, { timers, mostBytes, what, onFrame }: Reading): Promise<void> {
  let held = Buffer.alloc(0)
  for await (const chunk of wire as AsyncIterable<Buffer>) {
    held = Buffer.concat([held, chunk])
    for (;;) {
      if (held.length < LENGTH_BYTES) break
      const length = held.readUInt32BE(0)
      if (length > mostBytes) throw new Error(`${what} of ${length} bytes`)
      if (held.length < LENGTH_BYTES + length) break
      const body = held.subarray(LENGTH_BYTES, LENGTH_BYTES + length)
      held = held.subarray(LENGTH_BYTES + length)
      onFrame(body)
      await new Promise<void>((resolve) => timers.setTimeout(resolve, PAUSE_MS))
    }
  }
}

/** Calls back with each list the peer sends; throws at what is no list or longer than `most` topics. */
export async function readTopics(
  wire: Duplex,
  { most, timers, onList }: { most: number; timers: Timers; onList: (list: TopicList) => void },
): Promise<void> {
  const onFrame = (body: Buffer): void => {
    const list = decodeTopics(body)
    if (!list) throw new Error('no list of topics')
    onList(list)
  }
  await readFrames(wire, { timers, mostBytes: listBytes(most), what: 'a list of topics', onFrame })
}

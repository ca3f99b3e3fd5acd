import { createHmac } from 'node:crypto'
import type { JoinOptions } from '../contract.ts'

/** Half of SHA-256: who doesn't know the topic can't guess it. */
const TAG_BYTES = 16
const ENTRY_BYTES = TAG_BYTES + 1
const SERVER = 1
const CLIENT = 2

/** Part of every tag. Changing it cuts off older versions. */
const CONTEXT = 'allmende topic tag 1'

/** What a peer says of the topics it is on: tag in hex → how. */
export type TopicList = ReadonlyMap<string, JoinOptions>

/**
 * What one peer calls a topic towards one other. Only who knows the topic can tell what it stands for, and as libp2p has
 * proved both ids, what somebody overheard or was told is of no use towards anybody else.
 */
export function topicTag(topic: Uint8Array, from: string, to: string): string {
  const mac = createHmac('sha256', topic).update(`${CONTEXT}\0${from}\0${to}`).digest()
  return mac.toString('hex', 0, TAG_BYTES)
}

/** Sorted, so that the order doesn't tell when what was joined; the first `most` when there are too many. */
export function encodeTopics(list: TopicList, most: number): Buffer {
  const entries = [...list].toSorted(([a], [b]) => (a < b ? -1 : 1)).slice(0, most)
  return Buffer.concat(
    entries.map(([tag, { server, client }]) =>
      Buffer.concat([Buffer.from(tag, 'hex'), Buffer.from([(server ? SERVER : 0) | (client ? CLIENT : 0)])]),
    ),
  )
}

/** What a peer sent; null when it is no such list. Unknown flags are passed over. */
export function decodeTopics(bytes: Buffer): TopicList | null {
  if (bytes.length % ENTRY_BYTES !== 0) return null
  const list = new Map<string, JoinOptions>()
  for (let at = 0; at < bytes.length; at += ENTRY_BYTES) {
    const flags = bytes[at + TAG_BYTES] ?? 0
    list.set(bytes.toString('hex', at, at + TAG_BYTES), {
      server: (flags & SERVER) !== 0,
      client: (flags & CLIENT) !== 0,
    })
  }
  return list
}

/** The bytes of a list of so many topics. */
export function listBytes(topics: number): number {
  return topics * ENTRY_BYTES
}

/**
 * Who opens the stream, if they have a topic in common: the one that looks; where both look, the one with the smaller id.
 * Decided alike on both sides. `pairs` are the topics both are on.
 */
export function whoOpens(
  pairs: readonly { mine: JoinOptions; theirs: JoinOptions }[],
  smallerId: boolean,
): 'me' | 'they' | null {
  const iMay = pairs.some(({ mine, theirs }) => mine.client && theirs.server)
  const theyMay = pairs.some(({ mine, theirs }) => theirs.client && mine.server)
  if (iMay && theyMay) return smallerId ? 'me' : 'they'
  return iMay ? 'me' : theyMay ? 'they' : null
}

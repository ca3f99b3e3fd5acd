import { MAX_FRAME_BYTES, MAX_MESSAGE_BYTES } from '../limits.ts'

export type FrameLimits = {
  /** Asked for every channel the peer opens; false refuses the frame. */
  mayOpen?: () => boolean
}

const CONTROL = 0
const BATCH = 0
const OPEN = 1

/**
 * Walks a protomux frame without running it: says what is wrong, or null. A batch inside a batch is refused (protomux
 * never makes one, and decodes them by recursion), and so are ids no channel can have and messages beyond the limit.
 */
export function frameFault(frame: Uint8Array, limits: FrameLimits): string | null {
  if (frame.length > MAX_FRAME_BYTES) return `a frame of ${frame.length} bytes`
  const cursor = { frame, at: 0, end: frame.length }
  if (frame.length === 0) return null
  const channel = uint(cursor)
  const type = uint(cursor)
  if (channel === null || type === null) return 'a frame that ends in its head'
  if (channel !== CONTROL || type !== BATCH) return messageFault(cursor, channel, type, limits)
  return batchFault(cursor, limits)
}

type Cursor = { frame: Uint8Array; at: number; end: number }

function batchFault(cursor: Cursor, limits: FrameLimits): string | null {
  let channel = uint(cursor)
  while (channel !== null && cursor.at < cursor.end) {
    const length = uint(cursor)
    if (length === null) break
    if (length === 0) {
      channel = uint(cursor)
      continue
    }
    const end = cursor.at + length
    if (end > cursor.end) return 'a batch that ends in a message'
    const type = uint(cursor)
    if (type === null || cursor.at > end) return 'a message without a type'
    if (channel === CONTROL && type === BATCH) return 'a batch inside a batch'
    const fault = messageFault({ frame: cursor.frame, at: cursor.at, end }, channel, type, limits)
    if (fault) return fault
    cursor.at = end
  }
  return channel === null || cursor.at > cursor.end ? 'a batch cut off' : null
}

function messageFault(cursor: Cursor, channel: number, type: number, limits: FrameLimits): string | null {
  if (cursor.end - cursor.at > MAX_MESSAGE_BYTES) return `a message of ${cursor.end - cursor.at} bytes`
  if (channel !== CONTROL) return null
  if (type > 3) return `control message ${type}`
  const id = uint(cursor)
  // protomux answers an open of channel 0 with a TypeError of its own.
  if (id === null || id === 0) return 'a control message for no channel'
  if (type === OPEN && limits.mayOpen && !limits.mayOpen()) return 'too many channels opened'
  return null
}

/** compact-encoding's unsigned integer; null where it runs over the end or beyond 2^53. */
function uint(cursor: Cursor): number | null {
  const first = byteAt(cursor)
  if (first === null) return null
  if (first < 0xfd) return first
  const bytes = first === 0xfd ? 2 : first === 0xfe ? 4 : 8
  let value = 0
  for (let i = 0, scale = 1; i < bytes; i++, scale *= 256) {
    const byte = byteAt(cursor)
    if (byte === null) return null
    value += byte * scale
  }
  return Number.isSafeInteger(value) ? value : null
}

function byteAt(cursor: Cursor): number | null {
  return cursor.at < cursor.end ? (cursor.frame[cursor.at++] as number) : null
}

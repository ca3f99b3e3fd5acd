import type { PeerStream } from '../contract.ts'

/** What we touch of a streamx readable; the count of buffered bytes has no public name. */
type Raw = { push(chunk: Uint8Array | null): boolean; _readableState: { buffered: number } }

/**
 * Calls back once when more than `limit` bytes have arrived that nobody read. UDX (udx-native 1.21) never tells a
 * sender to stop: its binding has no way to, and a peer that sends faster than we read fills the memory (measured:
 * 256 MiB taken in while nobody read). There is no holding up, so there must be an end.
 */
export function boundUnread(stream: PeerStream, limit: number, exceeded: () => void): void {
  const raw = stream.rawStream as Raw
  const push = raw.push.bind(raw)
  let told = false
  raw.push = (chunk) => {
    const room = push(chunk)
    if (!told && raw._readableState.buffered > limit) {
      told = true
      // We are inside a callback of the native code: destroying its stream must wait until it has returned.
      queueMicrotask(exceeded)
    }
    return room
  }
}

import type { PeerStream, Timers } from '../contract.ts'

/** What we use of a UDX stream. */
type Raw = {
  readonly bytesReceived: number
  once(event: 'data', listener: () => void): void
  removeListener(event: 'data', listener: () => void): void
}

/**
 * Whether the other side of a new stream is really there. A stream counts as open for the dialer as soon as the
 * handshake has been answered through the DHT; if the answering side drops it in that moment, no packet tells, and the
 * dialer would hold a dead stream until its writes time out. Both sides send a header at once, so silence is an answer.
 */
export function heardFrom(stream: PeerStream, timers: Timers, ms: number): Promise<boolean> {
  const raw = stream.rawStream as Raw
  if (raw.bytesReceived > 0) return Promise.resolve(true)
  return new Promise((resolve) => {
    const finish = (heard: boolean) => () => {
      timers.clearTimeout(timer)
      raw.removeListener('data', onData)
      stream.removeListener('close', onClose)
      resolve(heard)
    }
    const [onData, onClose] = [finish(true), finish(false)]
    const timer = timers.setTimeout(finish(false), ms)
    raw.once('data', onData)
    stream.once('close', onClose)
  })
}

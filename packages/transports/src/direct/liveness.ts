import type { PeerStream, Timers } from '../contract.ts'
import { fail } from '../errors.ts'
import type { Limits } from '../limits.ts'

/**
 * Ends a stream whose peer has sent nothing for `silentMs`, although each side sends an empty message every
 * `keepAliveMs`. The stream's own `setTimeout` is refused: it also fires when nothing came because *we* do not read,
 * and so would punish a slow disk.
 */
export function endWhenSilent(options: {
  stream: PeerStream
  /** The carrier: a socket, or what stands for one. */
  socket: { readonly bytesRead: number; isPaused(): boolean }
  address: string
  limits: Limits
  timers: Timers
}): void {
  const { stream, socket, address, limits, timers } = options
  stream.setKeepAlive(limits.keepAliveMs)
  let seen = socket.bytesRead
  let silentFor = 0
  const look = () => {
    const alive = socket.bytesRead !== seen || socket.isPaused()
    silentFor = alive ? 0 : silentFor + limits.keepAliveMs
    seen = socket.bytesRead
    if (silentFor >= limits.silentMs) stream.destroy(fail('PEER_SILENT', { address }))
    else timer = timers.setTimeout(look, limits.keepAliveMs)
  }
  let timer = timers.setTimeout(look, limits.keepAliveMs)
  stream.once('close', () => timers.clearTimeout(timer))
}

import type { Duplex } from 'node:stream'
import NoiseSecretStream from '@hyperswarm/secret-stream'
import type { KeyPair, Logger, PeerStream, Timers } from './contract.ts'
import { fail, inWords } from './errors.ts'
import type { Limits } from './limits.ts'

export type Handshake = {
  wire: Duplex
  /** The side that dialed. */
  initiator: boolean
  keyPair: KeyPair
  /** For errors and logs. */
  address: string
  logger: Logger
  limits: Limits
  timers: Timers
}

/**
 * Wraps a carrier in a Noise secret stream (pattern XX: both prove their key, neither needs to know the other's) and
 * waits until it is open. On any failure the carrier is destroyed.
 * @throws TransportError PEER_HANDSHAKE
 */
export async function secure(handshake: Handshake): Promise<PeerStream> {
  const { wire, initiator, keyPair, address, logger, limits, timers } = handshake
  const stream = new NoiseSecretStream(initiator, wire, { keyPair })
  let reason: unknown
  stream.on('error', (error) => {
    reason ??= error
    logger.debug('a connection ended with an error', { address, reason: inWords(error) })
  })
  const unwatch = watchHandshake(wire, stream, limits.handshakeBytes)
  const late = timers.setTimeout(
    () => stream.destroy(new Error(`no handshake within ${limits.handshakeMs} ms`)),
    limits.handshakeMs,
  )
  const opened = await stream.opened
  timers.clearTimeout(late)
  unwatch()
  if (opened) return endBack(stream)
  if (!stream.destroyed) await new Promise<void>((resolve) => stream.once('close', resolve))
  const found = reason === undefined ? 'the other side hung up' : inWords(reason)
  throw fail('PEER_HANDSHAKE', { address, expected: 'a Noise handshake', found, cause: reason })
}

/**
 * Answers the end of the other side with ours, once it has been read. Carriers stay half open for it: one that closed
 * by itself at the other's end would take along what is still unread here.
 */
export function endBack(stream: PeerStream): PeerStream {
  stream.once('end', () => stream.end())
  return stream
}

/**
 * Listening to the carrier's `data` is safe although it makes the carrier flow: the secret stream attaches its own
 * listener within this turn of the event loop, and bytes come in a later one.
 */
function watchHandshake(wire: Duplex, stream: PeerStream, limit: number): () => void {
  let seen = 0
  const count = (chunk: Uint8Array) => {
    seen += chunk.length
    if (seen > limit) stream.destroy(new Error(`more than ${limit} bytes and no handshake`))
  }
  // A half-open carrier stays when the other side is done; without this, its end would cost the whole time-out.
  const ended = () => stream.destroy(new Error('the other side hung up'))
  wire.on('data', count).once('end', ended)
  return () => wire.off('data', count).off('end', ended)
}

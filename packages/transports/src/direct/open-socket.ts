import { once } from 'node:events'
import { connect, type Socket } from 'node:net'
import type { Timers } from '../contract.ts'
import { fail, inWords } from '../errors.ts'
import { formatAddress, type NetworkAddress } from '../network-address.ts'

/**
 * A connected TCP socket without Nagle's delay (with it, a small message waits up to 44 ms for the next).
 * @throws TransportError PEER_UNREACHABLE
 */
export async function openSocket(
  to: NetworkAddress,
  { ms, timers, signal }: { ms: number; timers: Timers; signal: AbortSignal },
): Promise<Socket> {
  const socket = connect({ ...to, noDelay: true, allowHalfOpen: true })
  socket.on('error', () => {}) // also for errors later on, which the secret stream above it tells
  let reason: string | null = null
  const give = (why: string) => () => {
    reason = why
    socket.destroy(new Error(why))
  }
  const late = timers.setTimeout(give(`no answer within ${ms} ms`), ms)
  const abort = give('given up on demand')
  signal.addEventListener('abort', abort, { once: true })
  if (signal.aborted) abort()
  try {
    await once(socket, 'connect')
    return socket
  } catch (error) {
    const found = reason ?? inWords(error)
    throw fail('PEER_UNREACHABLE', {
      address: formatAddress(to),
      expected: 'a node that listens there',
      found,
      cause: error,
    })
  } finally {
    timers.clearTimeout(late)
    signal.removeEventListener('abort', abort)
  }
}

import { lookup } from 'node:dns/promises'
import { connect } from 'node:net'
import { isIP } from 'node:net'
import type { Hint, Timers } from '../contract.ts'
import type { NetworkAddress } from '../network-address.ts'

/** A TCP connection that doesn't open within this is not answered. */
const PATIENCE_MS = 3_000

type Found = 'answers' | 'refuses' | 'silent'

/**
 * What may be the matter when no DHT node answers over UDP: the same meeting places are asked over TCP. Says what is known and
 * no more: that a program answers there over TCP, that at least the computer is there, or nothing at all.
 */
export async function whySilent(places: readonly NetworkAddress[], timers: Timers): Promise<Hint> {
  const found = await Promise.all(places.map(async (place) => ({ place, how: await ask(place, timers) })))
  const answering = found.find(({ how }) => how === 'answers')
  if (answering)
    return {
      code: 'udp-blocked',
      host: answering.place.host,
      message: `this network seems to block UDP: the meeting place ${answering.place.host} answers over TCP and not over UDP`,
    }
  const refusing = found.find(({ how }) => how === 'refuses')
  if (refusing)
    return {
      code: 'meeting-place-silent',
      host: refusing.place.host,
      message: `the computer ${refusing.place.host} is there, but no meeting place answers on it: either the program there does not run, or UDP is blocked on the way`,
    }
  return {
    code: 'no-answer',
    message:
      'no meeting place answers, neither over UDP nor over TCP: whether this computer has internet is not known',
  }
}

async function ask({ host, port }: NetworkAddress, timers: Timers): Promise<Found> {
  try {
    const address = isIP(host) ? host : (await lookup(host, { family: 4 })).address
    return await new Promise<Found>((resolve) => {
      const socket = connect({ host: address, port })
      const late = timers.setTimeout(() => end('silent'), PATIENCE_MS)
      const end = (how: Found): void => {
        timers.clearTimeout(late)
        socket.destroy()
        resolve(how)
      }
      socket.once('connect', () => end('answers'))
      socket.once('error', ({ code }: NodeJS.ErrnoException) =>
        end(code === 'ECONNREFUSED' ? 'refuses' : 'silent'),
      )
    })
  } catch {
    return 'silent'
  }
}

import test from 'tape'
import { ASKED, ASKING, RelayThrottle } from '../src/libp2p/meeting/throttle.ts'
import type { Libp2pConnection, Libp2pStream } from '../src/libp2p/protocols.ts'
import { RELAY_LIMITS } from '../src/relay/limits.ts'
import { systemTimers } from '../src/system-timers.ts'

const HELD = 1_000

type Hear = (event: { data: { byteLength: number; subarray: () => Uint8Array } }) => void

/** As much of a libp2p stream as the throttle sees. */
class Wire {
  readStatus: 'readable' | 'paused' = 'readable'
  readonly #listeners: Hear[] = []

  addEventListener(type: string, listener: Hear): void {
    if (type === 'message') this.#listeners.push(listener)
  }

  send(_data: Uint8Array): boolean {
    return true
  }

  pause(): void {
    this.readStatus = 'paused'
  }

  resume(): void {
    this.readStatus = 'readable'
  }

  says(bytes: Uint8Array): void {
    for (const listener of this.#listeners)
      listener({ data: { byteLength: bytes.length, subarray: () => bytes } })
  }
}

const peer = (name: string): Uint8Array => Buffer.from(`the multihash of ${name}`)

function scene() {
  const limits = { ...RELAY_LIMITS, relayedHeld: HELD }
  const throttle = new RelayThrottle({ limits, clock: { now: () => 0 }, timers: systemTimers })
  const opened = (name: string, protocol: string): Wire => {
    const wire = new Wire()
    const connection = {
      remoteAddr: '/ip4/10.0.0.1/tcp/1',
      remotePeer: { toMultihash: () => ({ bytes: peer(name) }) },
    }
    throttle.watch(wire as unknown as Libp2pStream, connection as unknown as Libp2pConnection, protocol)
    return wire
  }
  return { throttle, opened }
}

test('T44 who asks for a way while it asks to be reached itself is not held up by that: what is sent goes on', (t) => {
  const { throttle, opened } = scene()
  const reserving = opened('Bo', ASKING)
  reserving.says(Buffer.from('reserve'))
  const asking = opened('Bo', ASKING)
  asking.says(Buffer.concat([Buffer.from('connect '), peer('Ada')]))
  const asked = opened('Ada', ASKED)
  asked.send(Buffer.concat([Buffer.from('from '), peer('Bo')]))
  for (let sent = 0; sent < 10; sent++) {
    asked.says(Buffer.alloc(HELD))
    asking.send(Buffer.alloc(HELD))
  }
  t.equal(asked.readStatus, 'readable', 'all was taken by the other side')
  asked.says(Buffer.alloc(HELD + 1))
  t.equal(asked.readStatus, 'paused', 'what isn’t taken holds it up')
  asking.send(Buffer.alloc(HELD + 1))
  t.equal(asked.readStatus, 'readable')
  t.equal(throttle.stats().relayed, 1)
  throttle.close()
  t.end()
})

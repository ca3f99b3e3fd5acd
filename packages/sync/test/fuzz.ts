import { seeded, until, type Seeded } from '@allmende/testkit'
import { keyBytes, recordId, type LogKey } from '@allmende/vocabulary'
import Hypercore from 'hypercore'
import caps from 'hypercore/lib/caps.js'
import Protomux from 'protomux'
import { encodeMessage } from '../src/wire/encode.ts'
import type { Message } from '../src/wire/message.ts'
import { bytesOf, headOf } from './actors.ts'
import { hasBlocks, stage, type Actor } from './nodes.ts'
import { mallory, type Mallory } from './strangers.ts'

export type FuzzReport = {
  seed: string
  sent: number
  connections: number
  refused: number
  storeUnchanged: boolean
  stillSyncs: boolean
}

/**
 * A hostile member sends mutations of honest messages: of ours inside the proven channel, of hypercore's on the channel of a
 * real log, and of whole frames. Whatever comes of it, the node must live, hold what it held, and sync with an
 * honest peer. An exception that escapes ends the process, and so the test.
 */
export async function fuzzSync(options: { count: number; seed: string }): Promise<FuzzReport> {
  const random = seeded(options.seed)
  const scene = stage()
  const ada = await scene.actor('Ada', { join: { announce: false } })
  const log = await ada.write('one', 'two', 'three')
  const before = JSON.stringify([
    await ada.read(),
    ada.commons.heads().map(({ core, length }) => [core, length]),
  ])
  const report = {
    seed: options.seed,
    sent: 0,
    connections: 0,
    refused: 0,
    storeUnchanged: false,
    stillSyncs: false,
  }
  ada.sync.on('refused', () => report.refused++)
  while (report.sent < options.count) {
    const peer = await mallory(ada, `Mallory ${report.connections++}`)
    report.sent += await attack(peer, ada, log, random)
    peer.stream.destroy()
    await until(() => ada.sync.peers().length === 0, { what: 'the connection to end' })
  }
  const after = JSON.stringify([
    await ada.read(),
    ada.commons.heads().map(({ core, length }) => [core, length]),
  ])
  report.storeUnchanged = before === after
  const bo = await scene.actor('Bo')
  await bo.sync.connect(`memory:${ada.id}`)
  await hasBlocks(bo, log, 2)
  report.stillSyncs = true
  await scene.close()
  return report
}

/** Who knows how long a log of the attacked node is: the node itself, or a member that looks from outside. */
type Knows = { readonly commons: Pick<Actor['commons'], 'head'> }

/** Sends until the other side has had enough, at most a hundred. Gives how many went out. */
export async function attack(peer: Mallory, ada: Knows, log: LogKey, random: Seeded): Promise<number> {
  const replication = random.chance(0.4) ? openReplication(peer, log) : null
  let sent = 0
  for (; sent < 100 && !peer.stream.destroying; sent++) {
    const way = random.int(10)
    if (way < 5) {
      if (peer.channel.closed) break
      // Some come as they are, so that what follows meets a session that is under way.
      const honest = encodeMessage(random.pick(messages(ada, log, random)))
      peer.sayBytes(random.chance(0.3) ? honest : mutate(honest, random))
    } else if (way < 9 && replication) replication(random)
    else peer.stream.write(mutate(frame(random), random))
    if (random.chance(0.1)) await new Promise((resolve) => setImmediate(resolve))
  }
  await new Promise((resolve) => setImmediate(resolve))
  return sent
}

function messages(ada: Knows, log: LogKey, random: Seeded): Message[] {
  const key = keyBytes(log)
  const head = ada.commons.head(log)
  const real = {
    key,
    which: 'records' as const,
    length: head?.length ?? 1,
    fork: 0,
    held: head?.length ?? 1,
    root: head?.rootHash ?? key,
  }
  const odd = random.pick([
    real,
    { ...real, length: 90, held: 90 },
    { ...real, fork: 3 },
    headOf(`log ${random.int(50)}`, random.int(40), random.pick(['records', 'edits'])),
  ])
  const live = random.chance(0.5)
  return [
    { type: 'digest', root: random.bytes(32), count: random.int(200), only: [] },
    { type: 'buckets', bits: 4, hashes: Array.from({ length: 16 }, () => random.bytes(12)) },
    { type: 'heads', live, last: random.chance(0.5), heads: [odd, real] },
    { type: 'want', keys: [key, bytesOf(`log ${random.int(9)}`)] },
    {
      type: 'prefix',
      parts: [
        {
          key: random.pick([key, bytesOf(`log ${random.int(50)}`)]),
          more: random.chance(0.3),
          manifest: random.bytes(80),
          signature: random.bytes(90),
          blocks: [random.bytes(random.int(300))],
        },
      ],
    },
    { type: 'want-rest', wants: [{ key, from: random.int(9), most: random.int(99_999) }] },
    {
      type: 'prefix',
      parts: [
        {
          key: random.pick([key, bytesOf(`log ${random.int(50)}`)]),
          rest: {
            from: random.int(9),
            left: [{ index: random.int(9), size: random.int(999), hash: random.bytes(32) }],
          },
          more: random.chance(0.3),
          manifest: random.bytes(80),
          signature: random.bytes(90),
          blocks: [random.bytes(random.int(300))],
        },
      ],
    },
    { type: 'no-prefix', keys: [bytesOf(`log ${random.int(50)}`)] },
    { type: 'ping', id: random.int(1_000) },
    { type: 'holding', first: random.chance(0.5), versions: [recordId(log, random.int(9), 0)] },
    { type: 'ask-signed', keys: [key] },
    {
      type: 'signed',
      heads: [
        {
          key,
          length: real.length,
          fork: random.int(2),
          root: random.bytes(32),
          signature: random.bytes(100),
        },
      ],
    },
  ]
}

/** A frame as protomux writes it: opening, closing and rejecting channels, a batch, a message. */
function frame(random: Seeded): Uint8Array {
  const body = random.bytes(random.int(40))
  const channel = random.int(6)
  return Buffer.concat([
    Buffer.from(random.chance(0.5) ? [0, random.int(4), channel] : [channel, random.int(12)]),
    body,
  ])
}

/** Opens hypercore's channel on a real log and sends mutations of its ten messages there. */
function openReplication({ mux }: Mallory, log: LogKey): (random: Seeded) => void {
  const key = Buffer.from(keyBytes(log))
  const channel = mux.createChannel({
    protocol: 'hypercore/alpha',
    id: Hypercore.discoveryKey(key),
    handshake: handshake(key, mux) as never,
    messages: Array.from({ length: 10 }, () => ({})),
  })
  channel?.open()
  return (random) => {
    const type = random.int(10)
    channel?.messages[type]?.send(mutate(wireBytes(type, random), random))
  }
}

/** The capability that hypercore asks for: the log's key bound to this connection. */
function handshake(key: Uint8Array, mux: Protomux) {
  const capability = capabilityOf(mux.stream.isInitiator, key, mux.stream.handshakeHash)
  return {
    preencode: (state: { end: number }) => void (state.end += 33),
    encode(state: { buffer: Uint8Array; start: number }) {
      state.buffer[state.start++] = 1
      state.buffer.set(capability, state.start)
      state.start += 32
    },
    decode: (state: { start: number; end: number }) => void (state.start = state.end),
  }
}

/** Plausible beginnings of hypercore's messages: flags, then small numbers, then whatever. */
function wireBytes(type: number, random: Seeded): Uint8Array {
  const small = () => random.pick([0, 1, 2, 3, 7, 32, 252, 253, 254, 255])
  const numbers = Buffer.from(Array.from({ length: 1 + random.int(8) }, small))
  if (type !== 3) return numbers
  const nodes = Buffer.concat([Buffer.from([random.int(3), small(), small()]), random.bytes(32)])
  return Buffer.concat([
    Buffer.from([random.int(32), random.int(3), 0, small(), small()]),
    random.bytes(random.int(60)),
    nodes,
  ])
}

export function mutate(bytes: Uint8Array, random: Seeded): Uint8Array {
  const copy = Buffer.from(bytes)
  for (let n = random.int(4); n > 0 && copy.length; n--) copy[random.int(copy.length)] = random.int(256)
  if (random.chance(0.15)) return copy.subarray(0, random.int(copy.length + 1))
  return random.chance(0.1) ? Buffer.concat([copy, random.bytes(random.int(80))]) : copy
}

/** Not among the declared: only who attacks needs it. */
function capabilityOf(isInitiator: boolean, key: Uint8Array, handshakeHash: Uint8Array): Uint8Array {
  type Replicate = (isInitiator: boolean, key: Uint8Array, handshakeHash: Uint8Array) => Uint8Array
  return (caps as unknown as { replicate: Replicate }).replicate(isInitiator, key, handshakeHash)
}

import { duplexPair } from 'node:stream'
import NoiseSecretStream from '@hyperswarm/secret-stream'
import { seeded, until } from '@allmende/testkit'
import type { PeerStream } from '@allmende/transports'
import test from 'tape'
import { guard } from '../src/guarded-mux.ts'
import { MAX_BATCH_BYTES } from '../src/limits.ts'

test('S11 a frame that would end the process as protomux comes ends the stream, and is reported', async (t) => {
  const nested = Buffer.concat([Buffer.from([0, 0]), nest(2_000)])
  const frames: Record<string, Uint8Array> = {
    'a batch in a batch, thousands deep': nested,
    'an open of channel 0': Buffer.from([0, 1, 0, 1, 97, 0]),
    'a reject of what was never opened': Buffer.from([0, 2, 9]),
    'an open far beyond the others': Buffer.from([0, 1, 200, 1, 97, 0]),
    'a batch cut off': Buffer.from([0, 0, 1, 250]),
    'half a head': Buffer.from([0xfe, 1]),
  }
  for (const [name, frame] of Object.entries(frames)) {
    const [here, there] = await pair()
    const faults: string[] = []
    guard(here, {}, (fault) => faults.push(fault))
    there.write(frame)
    await until(() => here.destroyed, { what: `the stream to end after ${name}` })
    t.equal(faults.length, 1, `${name}: ${faults[0]}`)
    there.destroy()
  }
})

test('S11 a handler that throws ends the stream of that peer only', async (t) => {
  const [here, there] = await pair()
  const faults: string[] = []
  const mux = guard(here, {}, (fault) => faults.push(fault))
  const other = guard(there, {}, () => {})
  const throwing = mux.createChannel({
    protocol: 'x',
    messages: [
      {
        onmessage: () => {
          throw new TypeError('what looks like a programming error')
        },
      },
    ],
  })
  throwing?.open()
  const channel = other.createChannel({ protocol: 'x', messages: [{}] })
  channel?.open()
  await channel?.fullyOpened()
  channel?.messages[0]?.send(Buffer.from('hello'))
  await until(() => here.destroyed)
  t.deepEqual(faults, ['what looks like a programming error'])
})

test('S11 5,000 random frames, half of them with an honest head, end streams and never the process', async (t) => {
  const random = seeded('frames')
  let ended = 0
  let [here, there] = await pair()
  guard(here, {}, () => ended++)
  for (let i = 0; i < 5_000; i++) {
    if (here.destroying) {
      there.destroy()
      ;[here, there] = await pair()
      guard(here, {}, () => ended++)
    }
    const body = random.bytes(random.int(60))
    const head = random.chance(0.5) ? [0, random.int(4), random.int(4)] : []
    there.write(Buffer.concat([Buffer.from(head), body]))
    if (i % 20 === 0) await new Promise((resolve) => setImmediate(resolve))
  }
  t.ok(ended > 50, `seed ${String(random.seed)}: ${ended} streams ended`)
  here.destroy()
  there.destroy()
})

test('S71 what is answered together goes in frames of 64 KiB, and a larger message alone: a cut line costs one of them', async (t) => {
  const [here, there] = await pair()
  const nobody = () => t.fail('no fault')
  const [asked, asking] = [guard(here, {}, nobody), guard(there, {}, nobody)]
  const frames: number[] = []
  there.on('data', ({ length }) => void frames.push(length))
  const got: number[] = []
  const open = (mux: typeof asked, onmessage: (bytes: Uint8Array) => void) => {
    const channel = mux.createChannel({ protocol: 'x', messages: [{ onmessage }] })
    channel?.open()
    return channel
  }
  const to = open(asked, () => {})
  await open(asking, ({ length }) => void got.push(length))?.fullyOpened()
  frames.length = 0
  const sizes = [...Array<number>(40).fill(20_000), 100_000, 100, 100, MAX_BATCH_BYTES, 100]
  to?.cork()
  for (const size of sizes) to?.messages[0]?.send(Buffer.alloc(size))
  to?.uncork()
  await until(() => got.length === sizes.length, { what: 'all messages' })
  t.deepEqual(got, sizes, 'in order')
  t.ok(
    frames.every((size) => size <= 100_100 && (size <= MAX_BATCH_BYTES || size > 64_000)),
    frames.join(' '),
  )
  t.equal(frames.length, 14 + 1 + 1 + 1 + 1)
  here.destroy()
  there.destroy()
})

/** A batch that holds a batch that holds a batch. */
function nest(depth: number): Buffer {
  let inner = Buffer.from([1, 1, 0])
  for (let i = 0; i < depth; i++) {
    const length = inner.length + 1
    inner = Buffer.concat([Buffer.from([0, 0xfd, length & 255, length >> 8, 0]), inner])
  }
  return inner
}

async function pair(): Promise<[PeerStream, PeerStream]> {
  const [a, b] = duplexPair()
  const streams = [new NoiseSecretStream(true, a), new NoiseSecretStream(false, b)] as const
  for (const stream of streams) stream.on('error', () => {})
  await Promise.all(streams.map((stream) => stream.opened))
  return [streams[0], streams[1]]
}

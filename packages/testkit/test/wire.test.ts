import { once } from 'node:events'
import type { Duplex } from 'node:stream'
import test from 'tape'
import { faultyWire, seeded, until, virtualClock } from '../src/index.ts'

async function collect(stream: Duplex): Promise<Buffer> {
  const chunks: Buffer[] = []
  for await (const chunk of stream) chunks.push(chunk as Buffer)
  return Buffer.concat(chunks)
}

test('what goes in comes out, whole and in order, both ways, to the end', async (t) => {
  for (const latency of [0, 2]) {
    const { ends } = faultyWire({ latency })
    const random = seeded('wire')
    const sent = Array.from({ length: 200 }, () => random.bytes(1 + random.int(5_000)))
    const arrived = collect(ends[1])
    for (const chunk of sent) if (!ends[0].write(chunk)) await once(ends[0], 'drain')
    ends[0].end()
    t.ok((await arrived).equals(Buffer.concat(sent)), `latency ${latency}`)
    ends[0].resume()
    ends[1].end()
    await until(() => ends[0].destroyed && ends[1].destroyed, { what: 'both ends to close' })
  }
})

test('a reader that does not read holds up the writer', async (t) => {
  const { ends, bytes } = faultyWire()
  while (ends[0].write(Buffer.alloc(4_096)));
  for (let turn = 0; turn < 20; turn++) await new Promise((resolve) => setImmediate(resolve))
  t.ok(bytes() < 256 * 1024, `${bytes()} bytes went over`)
  const before = bytes()
  ends[1].resume()
  await once(ends[0], 'drain')
  t.ok(bytes() > before)
  ends[0].destroy()
})

test('latency is virtual time', async (t) => {
  const clock = virtualClock()
  const { ends } = faultyWire({ latency: 50, timers: clock })
  let arrived = ''
  ends[1].on('data', (chunk: Buffer) => (arrived += chunk.toString()))
  ends[0].write('a')
  await clock.advance(49)
  t.equal(arrived, '')
  await clock.advance(1)
  t.equal(arrived, 'a')
})

test('a paused wire loses nothing; a cut one ends both sides with an error', async (t) => {
  const wire = faultyWire()
  let arrived = ''
  wire.ends[1].on('data', (chunk: Buffer) => (arrived += chunk.toString()))
  wire.pause()
  wire.ends[0].write('held')
  for (let turn = 0; turn < 5; turn++) await new Promise((resolve) => setImmediate(resolve))
  t.equal(arrived, '')
  wire.resume()
  await until(() => arrived === 'held')
  const errors = wire.ends.map((end) => once(end, 'error'))
  wire.cut()
  for (const error of errors) t.match(String((await error)[0]), /the wire was cut/)
})

test('cutAfter and tamper break the wire where the test says', async (t) => {
  const cut = faultyWire({ cutAfter: 10 })
  cut.ends[1].resume()
  cut.ends[0].write(Buffer.alloc(8))
  cut.ends[0].write(Buffer.alloc(8))
  await until(() => cut.ends[1].destroyed, { what: 'the cut' })
  const flipped = faultyWire({ tamper: (chunk, from) => (from === 0 ? chunk.map((byte) => byte ^ 1) : null) })
  let arrived = ''
  flipped.ends[1].on('data', (chunk: Buffer) => (arrived += chunk.toString()))
  flipped.ends[0].write('abc')
  await until(() => arrived)
  t.equal(arrived, '`cb')
})

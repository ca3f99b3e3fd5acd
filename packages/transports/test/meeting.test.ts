import test, { type Test } from 'tape'
import { nodeKeyPair, type Connection, type TransportError } from '@allmende/transports'
import { createMeetingTransport, type MeetingOptions } from '@allmende/transports/libp2p'
import { openMeetingPlace, PLACE_LIMITS } from '@allmende/transports/meeting'
import { actor, freePort, seeded, silentLogger, until } from '@allmende/testkit'
import {
  decodePeers,
  encodePeers,
  meetTag,
  MOST_PEERS,
  placeAddress,
} from '../src/libp2p/meeting/protocol.ts'
import { Register } from '../src/libp2p/meeting/register.ts'

const TOPIC = new Uint8Array(32).fill(3)
const BOTH = { server: true, client: true }
const SERVER = { server: true, client: false }

async function place(t: Test, port = 0, limits: Partial<typeof PLACE_LIMITS> = {}) {
  const opened = await openMeetingPlace({
    limits,
    bind: '127.0.0.1',
    port,
    seed: actor('place').seed,
    logger: silentLogger,
  })
  t.teardown(() => opened.close())
  return opened
}

async function node(t: Test, name: string, port: number, options: Partial<MeetingOptions> = {}) {
  const seen: Connection[] = []
  const transport = createMeetingTransport({
    keyPair: nodeKeyPair(actor(name).seed),
    host: '127.0.0.1',
    places: [`127.0.0.1:${port}`],
    logger: silentLogger,
    ...options,
  })
  await transport.start((connection) => void seen.push(connection))
  t.teardown(() => transport.close())
  await transport.join(TOPIC, BOTH)
  return { transport, seen }
}

test('T42 who looks at a meeting place is connected through it with who can be found there, and both say that it is relayed', async (t) => {
  const opened = await place(t)
  const { port } = opened
  let looks = false
  const ada = await node(t, 'Ada', port, { looks: () => false })
  const ben = await node(t, 'Ben', port, { looks: () => looks })
  await until(() => opened.status().present === 2 && opened.status().reservations === 2, {
    what: 'both to be there',
    deadlineMs: 60_000,
  })
  t.deepEqual([ada.seen, ben.seen], [[], []], 'nobody looks, so nobody is dialed')
  looks = true
  await until(() => ada.seen.length > 0 && ben.seen.length > 0, {
    what: 'the connection',
    deadlineMs: 60_000,
  })
  t.deepEqual(
    [ada, ben].map(({ seen }) => seen[0]?.relayed),
    [true, true],
  )
  t.deepEqual(
    [ada, ben].map(({ seen }) => seen[0]?.sameNetwork),
    [undefined, undefined],
    'where the other is, is unknown',
  )
  t.equal(ben.transport.status().online, 'yes')
})

test('T42 a meeting place that comes later, or again, is visited then', async (t) => {
  const port = await freePort()
  const limits = { meetAgainMs: 100 }
  const [ada, ben] = [await node(t, 'Ada', port, { limits }), await node(t, 'Ben', port, { limits })]
  await until(() => ada.transport.status().online === 'no', { what: 'Ada to know that nobody answers' })
  await place(t, port)
  await until(() => ada.seen.length > 0 && ben.seen.length > 0, {
    what: 'the connection',
    deadlineMs: 60_000,
  })
  const refused = (options: Partial<MeetingOptions>) => {
    try {
      createMeetingTransport({
        keyPair: nodeKeyPair(actor('x').seed),
        logger: silentLogger,
        places: [],
        ...options,
      })
    } catch (error) {
      return (error as TransportError).code
    }
    return 'nothing was refused'
  }
  t.equal(refused({ places: ['nonsense'] }), 'TRANSPORT_BOOTSTRAP')
  t.equal(placeAddress({ host: '192.0.2.1', port: 5 }), '/ip4/192.0.2.1/tcp/5')
  t.equal(placeAddress({ host: 'example.org', port: 443, web: 'wss' }), '/dns/example.org/tcp/443/tls/ws')
})

/** Two that are connected through a place. */
async function relayed(t: Test, limits: Partial<typeof PLACE_LIMITS>) {
  const opened = await place(t, 0, limits)
  const ada = await node(t, 'Ada', opened.port, { looks: () => false })
  const ben = await node(t, 'Ben', opened.port)
  const [here, there] = await until(
    () => ada.seen[0] && ben.seen[0] && ([ada.seen[0].stream, ben.seen[0].stream] as const),
    { what: 'the connection', deadlineMs: 60_000 },
  )
  return { opened, here, there }
}

test('T44 what a meeting place carries for a host is bounded in a second: beyond, the sender is held up, and nothing is lost', async (t) => {
  const { opened, here, there } = await relayed(t, { bytesPerSecondPerHost: 400_000, burstSeconds: 1 })
  const sent = seeded('throttle').bytes(1_000_000)
  const parts: Uint8Array[] = []
  let come = 0
  there.on('data', (part: Uint8Array) => {
    parts.push(part)
    come += part.length
  })
  const began = performance.now()
  here.write(sent)
  await until(() => opened.status().carried.slowed > 0, {
    what: 'the sender to be held up',
    deadlineMs: 60_000,
  })
  t.ok(come < sent.length, `${come} bytes had come then`)
  await until(() => come === sent.length, { what: 'all of it', deadlineMs: 60_000 })
  t.deepEqual(new Uint8Array(Buffer.concat(parts)), sent)
  const seconds = (performance.now() - began) / 1_000
  // A lower bound, that no load can break: what is over the burst goes at the steady rate.
  t.ok(come < 500_000 + 400_000 * (seconds + 1), `${come} bytes in ${seconds.toFixed(1)} s`)
  t.ok(opened.status().carried.bytes >= come, 'and it is counted')
})

test('T44 a meeting place reads no faster than the other side takes it', async (t) => {
  const { opened, here, there } = await relayed(t, { relayedHeld: 65_536 })
  there.pause()
  const content = seeded('unread').bytes(1_000_000)
  let written = 0
  const more = (): void => {
    while (written < 20 && here.write(content)) written++
  }
  here.on('drain', more)
  more()
  let before = -1
  const still = (): boolean => {
    const { bytes } = opened.status().carried
    const stands = bytes > 1_000_000 && bytes === before
    before = bytes
    return stands
  }
  await until(still, { what: 'the sender to be held up', deadlineMs: 60_000, everyMs: 500 })
  t.ok(before < 8_000_000, `${before} of 20,000,000 bytes`)
  let come = 0
  there.on('data', (part: Uint8Array) => (come += part.length))
  there.resume()
  await until(() => come > before, { what: 'it to go on', deadlineMs: 60_000 })
})

test('T43 a place learns of topics only who says the same, and tells who looks of who wants to be found', (t) => {
  t.notEqual(meetTag(TOPIC, 'here'), meetTag(TOPIC, 'there'), 'another name at each place')
  const register = new Register()
  const tag = meetTag(TOPIC, 'here')
  t.deepEqual(register.enter('ada', new Map([[tag, SERVER]])), [], 'nobody to tell')
  t.deepEqual(register.enter('ben', new Map([[tag, BOTH]])), [], 'Ada does not look')
  t.deepEqual(register.peersOf('ben'), ['ada'])
  t.deepEqual(register.peersOf('ada'), [], 'and is told of nobody')
  t.deepEqual(register.enter('cleo', new Map([[tag, SERVER]])), ['ben'], 'who looks is told of who comes')
  t.deepEqual(register.peersOf('ben'), ['cleo', 'ada'], 'the newest first')
  t.deepEqual(register.enter('dora', new Map([['other', BOTH]])), [])
  t.deepEqual(register.peersOf('dora'), [], 'another topic is another world')
  register.leave('cleo')
  register.enter('ada', new Map())
  t.deepEqual(register.peersOf('ben'), [])
  for (let i = 0; i < 1_000; i++) register.enter(`flood ${i}`, new Map([[tag, SERVER]]))
  t.equal(register.peersOf('ben').length, MOST_PEERS, 'so many are told of')
  t.end()
})

test('T43 what a place says is read as peer ids or not at all', (t) => {
  const id = `12D3KooW${'A'.repeat(44)}`
  t.deepEqual(decodePeers(encodePeers([id, id])), [id])
  t.deepEqual(decodePeers(Buffer.from(`${id}\n../../x\n/ip4/10.0.0.1\n${id}x`)), [id])
  const random = seeded('peers')
  for (let round = 0; round < 1_000; round++)
    if (decodePeers(Buffer.from(random.bytes(200))).length > 0) t.fail('a peer out of nothing')
  t.equal(
    decodePeers(
      encodePeers(
        Array.from({ length: 500 }, (_, i) => id.slice(0, -3) + String(100 + i).replaceAll('0', 'z')),
      ),
    ).length,
    MOST_PEERS,
  )
  t.end()
})

test('T46 a node opens a meeting place of its own, where those who are given it meet each other and the node itself', async (t) => {
  const own = { port: await freePort(), seed: actor('place').seed }
  const cleo = await node(t, 'Cleo', own.port, { places: [], own, looks: () => false })
  const opened = () => cleo.transport.status().place
  t.equal(opened()?.state, 'opening', 'known only when it is open')
  const [ada, ben] = [await node(t, 'Ada', own.port, { looks: () => false }), await node(t, 'Ben', own.port)]
  await until(() => ben.seen.length === 2 && ada.seen.length === 1 && cleo.seen.length === 1, {
    what: 'Ben to have met both',
    deadlineMs: 60_000,
  })
  t.deepEqual(
    ben.seen.map(({ relayed }) => relayed),
    [true, true],
  )
  const { state, port, sessions, bytes, limits } = opened() ?? t.fail('no place') ?? {}
  t.deepEqual(
    [state, port, sessions, limits?.pairs],
    ['open', own.port, 3, 16],
    'within the limits of a node',
  )
  t.ok((bytes ?? 0) > 0, 'what is carried is counted')
  t.equal(ada.transport.status().place, undefined, 'nobody opens one unasked')
})

test('T46 where the port is taken, the node goes on without a place of its own, and says so', async (t) => {
  const { port } = await place(t)
  const own = { port, seed: actor('another place').seed }
  const ada = await node(t, 'Ada', port, { own })
  const ben = await node(t, 'Ben', port)
  await until(() => ada.seen.length > 0 && ben.seen.length > 0, {
    what: 'the two to meet at the place of the other program',
    deadlineMs: 60_000,
  })
  t.equal(ada.transport.status().place?.state, 'failed')
})

test('T46 a place that is known by two addresses is visited once, as is one’s own', async (t) => {
  const own = { port: await freePort(), seed: actor('place').seed }
  const limits = { meetAgainMs: 100 }
  // Each address would otherwise end the visit over the other, again and again.
  const places = [`127.0.0.1:${own.port}`, `localhost:${own.port}`]
  const ada = await node(t, 'Ada', own.port, { places, own, limits })
  const ben = await node(t, 'Ben', own.port, { places, limits })
  await until(() => ada.seen.length > 0 && ben.seen.length > 0, {
    what: 'the connection',
    deadlineMs: 60_000,
  })
  let rounds = 0
  await until(() => ++rounds > 20 || ada.transport.status().place?.sessions !== 2, {
    what: 'visits to be looked for some more times',
    everyMs: 50,
  })
  t.equal(ada.transport.status().place?.sessions, 2)
  t.deepEqual([ada.seen.length, ben.seen.length], [1, 1], 'nobody met twice')
})

import { connect, type Socket } from 'node:net'
import { PassThrough } from 'node:stream'
import { multiaddr } from '@multiformats/multiaddr'
import test from 'tape'
import { nodeKeyPair } from '@allmende/transports'
import { createLibp2pTransport } from '@allmende/transports/libp2p'
import {
  actor,
  collectingLogger,
  freePort,
  seeded,
  silentLogger,
  until,
  virtualClock,
} from '@allmende/testkit'
import { openHost } from '../src/libp2p/host.ts'
import { lanInterfaces, onLink } from '../src/libp2p/mdns/interfaces.ts'
import { Pace } from '../src/libp2p/mdns/pace.ts'
import { answer, goodbye, question, read, SERVICE, type Sighting } from '../src/libp2p/mdns/record.ts'
import { NODE_PROTOCOL, TOPICS_PROTOCOL } from '../src/libp2p/protocols.ts'
import { Unreached } from '../src/libp2p/unreached.ts'
import { Sightings } from '../src/libp2p/sightings.ts'
import { decodeTopics, encodeTopics, listBytes, topicTag, whoOpens } from '../src/libp2p/topic-tags.ts'
import { readTopics } from '../src/libp2p/topic-talk.ts'
import { LIMITS } from '../src/limits.ts'
import { systemTimers } from '../src/system-timers.ts'
import { BOTH, lan, topicOf } from './lan.ts'

const ID = `12D3KooW${'A'.repeat(44)}`
const SEEKER = { server: false, client: true }

test('T31 what is said on the air is where a node of this run listens, and no word about whose it is', async (t) => {
  const { node, air } = await lan(t)
  const heard: Buffer[] = []
  await air((packet) => heard.push(packet))
  const keyPair = nodeKeyPair(actor('Ada').seed)
  const ada = await node('Ada', { keyPair })
  const again = await node('Ada', { keyPair })
  for (const { transport } of [ada, again]) await transport.join(topicOf(1), BOTH)
  const ids = () =>
    new Set(
      heard.flatMap((packet) => {
        const said = read(packet)
        return said?.kind === 'answer' ? said.sightings.map(({ id }) => id) : []
      }),
    )
  await until(() => ids().size === 2, { what: 'both to be announced' })
  t.equal(ids().size, 2, 'the id is another one each time the node runs')
  const all = Buffer.concat(heard).toString('latin1')
  const secrets = [keyPair.publicKey, topicOf(1)].map((bytes) => Buffer.from(bytes))
  for (const secret of secrets)
    for (const form of ['latin1', 'hex', 'base64'] as const)
      t.notOk(all.includes(secret.toString(form)), `neither key nor topic as ${form}`)
})

test('T31 who is on no topic, or only looks, says nothing', async (t) => {
  const { node, air } = await lan(t)
  const answers: Buffer[] = []
  const questions: Buffer[] = []
  const socket = await air((packet) => (read(packet)?.kind === 'answer' ? answers : questions).push(packet))
  const ada = await node('Ada')
  const ben = await node('Ben')
  await ben.transport.join(topicOf(1), SEEKER)
  const before = questions.length
  socket.send(question())
  await until(() => questions.length > before, { what: 'the question to be heard' })
  await ada.transport.join(topicOf(1), { server: true, client: false })
  await until(() => ben.seen.length > 0, { what: 'the seeker to find who came' })
  const ids = new Set(
    answers.flatMap((packet) => {
      const said = read(packet)
      return said?.kind === 'answer' ? said.sightings.map(({ id }) => id) : []
    }),
  )
  t.equal(ids.size, 1, 'only the one that wants to be found was announced')
})

test('T31 only what an interface can have sent about itself is believed', (t) => {
  const sighting: Sighting = { host: '10.1.2.3', port: 4_977, id: ID }
  t.deepEqual(read(Buffer.from(answer('ab', sighting))), { kind: 'answer', sightings: [sighting] })
  t.deepEqual(read(Buffer.from(question())), { kind: 'question' })
  t.ok(Buffer.from(question()).includes('p2p-allmende') && SERVICE.endsWith('.local'))
  const whole = Buffer.from(answer('ab', sighting))
  for (let cut = 0; cut < whole.length; cut++)
    if (read(whole.subarray(0, cut))?.kind === 'answer') t.fail(`cut at ${cut} it is still an answer`)
  const random = seeded('mdns')
  for (let round = 0; round < 2_000; round++) {
    const mutated = Buffer.from(whole)
    for (const at of random.bytes(3)) mutated[at % mutated.length] = random.bytes(1)[0] ?? 0
    const said = read(mutated)
    if (said?.kind === 'answer' && said.sightings.some(({ port }) => !(port > 0 && port < 65_536)))
      t.fail('a port that is none')
  }
  for (const wrong of [
    { ...sighting, port: 0 },
    { ...sighting, id: '../x' },
    { ...sighting, host: 'example.org' },
  ])
    t.equal(read(Buffer.from(answer('ab', wrong))), null, JSON.stringify(wrong))
  const on = { name: 'x', address: '10.1.2.9', cidr: '10.1.2.9/24' }
  t.deepEqual(
    ['10.1.2.3', '10.1.3.3'].map((host) => onLink(on, host)),
    [true, false],
  )
  t.end()
})

test('T31 who leaves says so, and is not dialed any more', async (t) => {
  const { node, air } = await lan(t)
  const heard: string[] = []
  await air((packet) => heard.push(read(packet)?.kind ?? 'nothing'))
  const ada = await node('Ada')
  const ben = await node('Ben')
  await ada.transport.join(topicOf(1), BOTH)
  await ben.transport.join(topicOf(1), BOTH)
  await until(() => ben.seen.length > 0 && ada.seen.length > 0, { what: 'the two to find each other' })
  t.notOk(heard.includes('goodbye'))
  await ada.transport.close()
  await until(() => heard.includes('goodbye'), { what: 'the goodbye' })
  const said = read(Buffer.from(goodbye('ab', { host: '10.1.2.3', port: 1, id: ID })))
  t.deepEqual(said, { kind: 'goodbye', sightings: [{ host: '10.1.2.3', port: 1, id: ID }] })
  const dials: string[] = []
  const clock = virtualClock()
  const sightings = new Sightings({
    limits: LIMITS,
    timers: clock,
    random: seeded('goodbye'),
    logger: silentLogger,
    dial: async ({ id }) => void dials.push(id),
    wanted: () => true,
    first: () => false,
  })
  sightings.add({ host: '10.1.2.3', port: 1, id: ID })
  sightings.forget(ID)
  await clock.advance(60_000)
  t.deepEqual([dials, sightings.size], [[], 0])
})

test('T41 a neighbour that speaks and cannot be dialed is told of, until it is reached or silent', (t) => {
  const unreached = new Unreached()
  unreached.failed('10.0.0.1')
  unreached.heard('10.0.0.1')
  t.deepEqual(unreached.hosts(), [], 'one failure may be chance')
  unreached.failed('10.0.0.1')
  t.deepEqual(unreached.hosts(), [], 'it may have left')
  unreached.heard('10.0.0.1')
  unreached.heard('10.0.0.2')
  t.deepEqual(unreached.hosts(), ['10.0.0.1'])
  unreached.reached('10.0.0.1')
  t.deepEqual(unreached.hosts(), [])
  for (let i = 0; i < 1_000; i++)
    for (const what of ['failed', 'failed', 'heard'] as const) unreached[what](`h${i}`)
  t.ok(unreached.hosts().length <= 64, 'and so many are noted')
  t.end()
})

test('T32 a topic has another name towards each peer, which only those who know it can tell', (t) => {
  const names = [
    topicTag(topicOf(1), 'a', 'b'),
    topicTag(topicOf(1), 'b', 'a'),
    topicTag(topicOf(1), 'a', 'c'),
  ]
  t.equal(new Set([...names, topicTag(topicOf(2), 'a', 'b')]).size, 4)
  const list = new Map(names.map((name) => [name, SEEKER]))
  t.deepEqual(
    decodeTopics(encodeTopics(list, 10)),
    new Map([...list].toSorted(([a], [b]) => (a < b ? -1 : 1))),
  )
  t.equal(encodeTopics(list, 2).length, listBytes(2), 'no more than fit')
  t.equal(decodeTopics(Buffer.alloc(16)), null)
  t.end()
})

test('T32 both sides decide alike who opens the stream', (t) => {
  const ways = [
    { server: true, client: true },
    { server: true, client: false },
    { server: false, client: true },
    { server: false, client: false },
  ]
  for (const mine of ways)
    for (const theirs of ways) {
      const here = whoOpens([{ mine, theirs }], true)
      const there = whoOpens([{ mine: theirs, theirs: mine }], false)
      const mirrored = here === 'me' ? 'they' : here === 'they' ? 'me' : null
      t.equal(there, mirrored, JSON.stringify({ mine, theirs }))
    }
  t.equal(whoOpens([], true), null)
  t.end()
})

test('T32 a stranger who knows no topic gets to see no node key, whatever it opens', async (t) => {
  const { node } = await lan(t)
  const port = await freePort()
  const ada = await node('Ada', { port, limits: { handshakeMs: 300 } })
  await ada.transport.join(topicOf(1), BOTH)
  const stranger = await openHost({ host: '127.0.0.1', port: 0 }, LIMITS)
  t.teardown(() => stranger.stop())
  const connection = await stranger.dial(multiaddr(`/ip4/127.0.0.1/tcp/${port}`))
  let got = 0
  const stream = await connection.newStream(NODE_PROTOCOL)
  stream.addEventListener('message', ({ data }) => (got += data.byteLength))
  const ended = new Promise<void>((resolve) => stream.addEventListener('close', () => resolve()))
  const talk = await connection.newStream(TOPICS_PROTOCOL)
  const list = encodeTopics(new Map([[topicTag(topicOf(2), 'x', 'y'), BOTH]]), 10)
  talk.send(Buffer.concat([Buffer.from([0, 0, 0, list.length]), list]))
  stream.send(new Uint8Array(100).fill(7))
  await ended
  t.equal(got, 0, 'not one byte of a handshake')
  t.deepEqual(ada.seen, [])
})

test('T33 the networks of a computer are looked at one by one, or only the one it listens on', (t) => {
  const loopback = lanInterfaces('127.0.0.1')
  t.deepEqual(
    loopback.map(({ address }) => address),
    ['127.0.0.1'],
  )
  t.notOk(lanInterfaces('0.0.0.0').some(({ address }) => address.startsWith('127.')))
  t.deepEqual(lanInterfaces('203.0.113.77'), [], 'an address that is not ours is on no network')
  t.end()
})

test('T34 however many peers one computer claims to be, few are noted and fewer dialed', async (t) => {
  const clock = virtualClock()
  let [dialing, most, dialed] = [0, 0, 0]
  const sightings = new Sightings({
    limits: LIMITS,
    timers: clock,
    random: seeded('sightings'),
    logger: silentLogger,
    dial: () => {
      dialed++
      most = Math.max(most, ++dialing)
      return new Promise(() => {})
    },
    wanted: () => true,
    first: () => true,
  })
  for (let i = 0; i < 10_000; i++) {
    sightings.add({ host: '10.0.0.66', port: 1 + (i % 60_000), id: `id${i}` })
    if (i % 100 === 0) await clock.advance(10)
  }
  t.equal(sightings.size, LIMITS.lanSeenPerHost)
  await clock.advance(60_000)
  t.equal(most, LIMITS.lanDialsPerHost, 'an address that never answers is dialed by so many at once')
  sightings.add({ host: '10.0.0.1', port: 1, id: 'honest' })
  await clock.advance(1_000)
  t.equal(dialed, LIMITS.lanDialsPerHost + 1, 'and keeps nobody from dialing an honest one')
  for (let i = 0; i < 10_000; i++)
    sightings.add({ host: `10.1.${i >> 8}.${i & 255}`, port: 1, id: `other${i}` })
  t.equal(sightings.size, LIMITS.lanSeen)
  sightings.close()
})

test('T34 one is answered once a second, and so many packets are looked at', async (t) => {
  const clock = virtualClock()
  let answers = 0
  const pace = new Pace({
    limits: LIMITS,
    timers: clock,
    random: seeded('pace'),
    answer: () => answers++,
  })
  for (let i = 0; i < 1_000; i++) pace.answerSoon()
  await clock.advance(200)
  t.equal(answers, 1)
  const looked = Array.from({ length: 10_000 }, () => pace.mayHear()).filter(Boolean).length
  t.ok(looked >= LIMITS.lanPackets && looked <= 2 * LIMITS.lanPackets, `${looked} of 10,000`)
  pace.stop()
})

test('T34 a list of topics longer than can be, or none at all, ends the talk', async (t) => {
  for (const [bytes, what] of [
    [Buffer.from([255, 255, 255, 255, 1]), 'four gigabytes'],
    [Buffer.from([0, 0, 0, 3, 1, 2, 3]), 'no list'],
  ] as const) {
    const wire = new PassThrough()
    wire.write(bytes)
    const reading = readTopics(wire, { most: 4, timers: systemTimers, onList: () => t.fail('a list') })
    const refused = await reading.then(
      () => null,
      (error: Error) => error.message,
    )
    t.match(refused ?? '', /list of topics/, what)
  }
})

test('T34 among thousands of lies on the air, garbage and connections that say nothing, two still find each other', async (t) => {
  const { node, air } = await lan(t)
  const port = await freePort()
  const socket = await air()
  const ada = await node('Ada', { port })
  const ben = await node('Ben')
  const silent: Socket[] = []
  t.teardown(() => silent.forEach((one) => one.destroy()))
  for (let i = 0; i < 100; i++) {
    const one = connect(port, '127.0.0.1')
    one.on('error', () => {})
    if (i % 2) one.write(seeded(`garbage ${i}`).bytes(2_000))
    silent.push(one)
  }
  await ada.transport.join(topicOf(3), BOTH)
  await ben.transport.join(topicOf(3), BOTH)
  const dead = await freePort()
  const before = process.memoryUsage().rss
  const lie = (i: number) => `12D3KooW${i.toString(8).replaceAll('0', '9').padStart(44, 'B')}`
  for (let i = 0; i < 5_000; i++) {
    socket.send(answer('ab', { host: '127.0.0.1', port: dead, id: lie(i) }))
    if (i % 50 === 0) await new Promise((resolve) => setImmediate(resolve))
  }
  await until(() => ada.seen.length > 0 && ben.seen.length > 0, {
    what: 'the two to find each other',
    deadlineMs: 60_000,
  })
  const grown = (process.memoryUsage().rss - before) / 1e6
  t.ok(grown < 60, `the process grew by ${grown.toFixed(0)} MB`)
  t.equal(ada.transport.status().connections, 1)
})

test('T35 two that dial each other hold one connection, which is opened again when it ends', async (t) => {
  const { node } = await lan(t)
  const limits = { redialMs: 10, lanYieldMs: 0, lanElsewhereMs: 10 }
  let elsewhere = false
  const [ada, ben] = [
    await node('Ada', { limits }),
    await node('Ben', { limits, isConnected: () => elsewhere }),
  ]
  const cleo = await node('Cleo', { limits, isConnected: () => elsewhere })
  for (const { transport } of [ada, ben, cleo]) await transport.join(topicOf(4), BOTH)
  const connected = () => [ada, ben, cleo].map(({ transport }) => transport.status().connections)
  await until(() => connected().every((count) => count === 2), { what: 'each to have two' })
  t.deepEqual(
    [ada, ben, cleo].map(({ seen }) => seen.length),
    [2, 2, 2],
    'and never more',
  )
  const mine = [...ben.seen, ...cleo.seen].find(({ incoming }) => !incoming)
  elsewhere = true
  mine?.stream.destroy()
  await until(() => mine?.stream.destroyed)
  const opened = () => [ada, ben, cleo].reduce((sum, { seen }) => sum + seen.length, 0)
  t.equal(opened(), 6, 'not while the node is there by another way')
  elsewhere = false
  await until(() => opened() === 8, { what: 'the connection to come back' })
  t.pass('and again when it is not')
})

test('T36 start waits for nothing: not for modules, not for a network', async (t) => {
  const logger = collectingLogger()
  const keyPair = nodeKeyPair(actor('Ada').seed)
  const transport = createLibp2pTransport({ keyPair, host: '203.0.113.77', loadAfterMs: 30_000, logger })
  const begin = performance.now()
  await transport.start(() => {})
  await transport.join(topicOf(1), BOTH)
  t.ok(performance.now() - begin < 10_000, 'started')
  t.equal(await transport.flush(10), false, 'nobody was asked yet')
  t.equal(transport.status().online, 'unknown')
  await transport.close()
  t.ok(performance.now() - begin < 20_000, 'and closed before anything was loaded')

  const nowhere = createLibp2pTransport({ keyPair, host: '203.0.113.77', logger })
  await nowhere.start(() => {})
  t.equal(await nowhere.flush(), false, 'an address that is not ours')
  t.match(JSON.stringify(logger.entries), /local network is not used/, 'is told by the log')
  t.equal(nowhere.status().online, 'no')
  await nowhere.close()
})

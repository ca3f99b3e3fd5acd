import { createServer } from 'node:net'
import { once } from 'node:events'
import test, { type Test } from 'tape'
import { nodeKeyPair, type Connection } from '@allmende/transports'
import { createMeetingTransport, type MeetingOptions } from '@allmende/transports/libp2p'
import { openMeetingPlace } from '@allmende/transports/meeting'
import { actor, silentLogger, until } from '@allmende/testkit'
import { LIMITS } from '../src/limits.ts'
import { Places } from '../src/libp2p/meeting/places.ts'

const TOPIC = new Uint8Array(32).fill(7)
const PATIENCE = { deadlineMs: 60_000 }

async function place(t: Test, name: string) {
  const opened = await openMeetingPlace({
    bind: '127.0.0.1',
    port: 0,
    seed: actor(name).seed,
    logger: silentLogger,
  })
  t.teardown(() => opened.close())
  return opened
}

async function node(t: Test, name: string, options: Partial<MeetingOptions> = {}) {
  const seen: Connection[] = []
  const keyPair = nodeKeyPair(actor(name).seed)
  const logger = silentLogger
  const transport = createMeetingTransport({ keyPair, host: '127.0.0.1', places: [], logger, ...options })
  await transport.start((connection) => void seen.push(connection))
  t.teardown(() => transport.close())
  await transport.join(TOPIC, { server: true, client: true })
  return { transport, seen }
}

test('T66 two that were given no meeting place meet at one they have heard of, and let go of it when it is told no more', async (t) => {
  const opened = await place(t, 'Cleo')
  const [ada, ben] = [await node(t, 'Ada', { looks: () => false }), await node(t, 'Ben')]
  t.deepEqual(
    [ada.transport.status().places, ada.transport.status().online],
    [[], 'unknown'],
    'who knows of none goes nowhere',
  )
  const told = [`127.0.0.1:${opened.port}`]
  for (const { transport } of [ada, ben]) transport.learn?.(told)
  await until(() => ada.seen.length > 0 && ben.seen.length > 0, { what: 'the connection', ...PATIENCE })
  t.equal(ben.seen[0]?.relayed, true)
  t.deepEqual(ben.transport.status().places, [{ address: told[0], learned: true, state: 'there' }])
  ada.transport.learn?.([])
  await until(() => opened.status().present === 1, { what: 'Ada to have left', ...PATIENCE })
  t.deepEqual(ada.transport.status().places, [])
})

test('T66 a place heard of later is gone to besides those that are used already', async (t) => {
  const [first, second] = [await place(t, 'Cleo'), await place(t, 'Dora')]
  const ada = await node(t, 'Ada', { places: [`127.0.0.1:${first.port}`] })
  await until(() => first.status().reservations === 1, { what: 'Ada at the first', ...PATIENCE })
  ada.transport.learn?.([`127.0.0.1:${first.port}`, `127.0.0.1:${second.port}`])
  await until(() => second.status().reservations === 1, { what: 'Ada to be reached at both', ...PATIENCE })
  t.deepEqual(
    ada.transport.status().places?.map(({ learned, state }) => [learned, state]),
    [
      [false, 'there'],
      [true, 'there'],
    ],
    'what was given stays that',
  )
})

test('T66 what was said to be a meeting place and is none is tried ever more rarely, up to once an hour', async (t) => {
  let came = 0
  const server = createServer((socket) => {
    came++
    socket.destroy()
  }).listen(0, '127.0.0.1')
  await once(server, 'listening')
  t.teardown(() => void server.close())
  const { port } = server.address() as { port: number }
  const liar = `127.0.0.1:${port}`
  const ada = await node(t, 'Ada')
  ada.transport.learn?.([liar])
  const state = () => ada.transport.status().places?.[0]?.state
  await until(() => state() === 'away', { what: 'it to be found out', ...PATIENCE })
  const after = came
  for (let i = 0; i < 50; i++) ada.transport.learn?.(i % 2 ? [liar] : [])
  t.equal(came, after, 'saying it again and again has it dialed no sooner')

  const places = new Places([], () => null, LIMITS)
  places.learn([liar])
  let tries = 0
  for (let round = 0; round < 24 * 120; round++)
    for (const address of places.due()) {
      tries++
      places.lost(address, false)
    }
  t.equal(tries, 30, 'in a day of rounds half a minute apart')
})

test('T66 at most four learned places are used; one that works stays, however many others are told; a name is none', (t) => {
  const places = new Places([{ address: '/ip4/192.0.2.1/tcp/1', said: '192.0.2.1:1' }], () => null, LIMITS)
  const said = (from: number) => Array.from({ length: 8 }, (_, at) => `192.0.2.${from + at}:5`)
  places.learn(['example.org:5', 'nonsense', '192.0.2.9:0', '192.0.2.1:1', ...said(10)])
  t.equal(places.all().length, 1 + LIMITS.meetLearned)
  t.ok(places.all().includes('/ip4/192.0.2.10/tcp/5'))
  t.notOk(places.all().some((one) => one.includes('dns')))
  places.reached('/ip4/192.0.2.13/tcp/5')
  places.lost('/ip4/192.0.2.10/tcp/5', false)
  places.learn([...said(100), '192.0.2.10:5', '192.0.2.13:5'])
  t.ok(places.all().includes('/ip4/192.0.2.13/tcp/5'), 'what works stays')
  t.notOk(places.all().includes('/ip4/192.0.2.10/tcp/5'), 'what did not answer gives way')
  t.equal(places.all().length, 1 + LIMITS.meetLearned)
  t.end()
})

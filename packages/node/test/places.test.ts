import { existsSync } from 'node:fs'
import { join } from 'node:path'
import test, { type Test } from 'tape'
import { silentLogger, temporaryFolder, virtualClock } from '@allmende/testkit'
import type { Talk } from '@allmende/sync'
import type { Transport } from '@allmende/transports'
import { type CommonsId, commonsIdOf, decodeCbor, encodeCbor, nodeIdOf } from '@allmende/vocabulary'
import { NotesFile } from '../src/notes-file.ts'
import type { PlaceNote } from '../src/places/known-places.ts'
import { PlaceTalk } from '../src/places/place-talk.ts'

const OURS = commonsIdOf(new Uint8Array(32).fill(1))
const OTHER = commonsIdOf(new Uint8Array(32).fill(2))
const PAUSE_MS = 10_000
const DAY_MS = 86_400_000

type Peer = { node: string; address: string; commons: CommonsId[]; relayed?: boolean }

/** A node that others tell what a test lets them tell. */
async function alone(t: Test, options: { file?: string; clock?: ReturnType<typeof virtualClock> } = {}) {
  const file = options.file ?? join(temporaryFolder(t), 'places.json')
  const clock = options.clock ?? virtualClock()
  const places = new NotesFile<PlaceNote>(file)
  await places.load()
  const own = { state: 'opening', port: 0 }
  const given: string[][] = []
  const peers: Peer[] = []
  const opens: ((talk: Talk) => { onMessage(bytes: Uint8Array): void })[] = []
  const transport = {
    status: () => ({ place: own }),
    learn: (list: readonly string[]) => void given.push([...list]),
  } as unknown as Transport
  const talk = new PlaceTalk({
    transports: [transport],
    places,
    clock,
    timers: clock,
    logger: silentLogger,
    belongs: (commons) => commons === OURS,
    sync: {
      converse: (protocol) => {
        opens.push((one) => protocol.open(one))
        return () => undefined
      },
      peers: () => peers as never,
      on: () => undefined as never,
      off: () => undefined as never,
    },
  })
  talk.start()
  t.teardown(() => talk.close())
  /** Somebody with whom something is, or isn't, proven. */
  const meet = (number: number, address: string, more: Partial<Peer> = {}) => {
    const node = nodeIdOf(new Uint8Array(32).fill(number))
    const peer: Peer = { node, address, commons: [OURS], ...more }
    peers.push(peer)
    const told: unknown[] = []
    const send = (bytes: Uint8Array) => void told.push(decodeCbor(bytes))
    const end = opens[0]!({ node, send } as unknown as Talk)
    return { peer, told, say: (...message: unknown[]) => end.onMessage(encodeCbor(message)) }
  }
  /** What the transports know in the end: lists are given with pauses. */
  const known = async (): Promise<string[]> => {
    await clock.advance(2 * PAUSE_MS)
    await places.settled()
    await clock.advance(2 * PAUSE_MS)
    return given.at(-1) ?? []
  }
  return { file, clock, own, given, meet, known }
}

test('T67 a node that opens a meeting place tells its port to those with whom a commons is proven, when it is open, and nobody else', async (t) => {
  const { own, clock, meet } = await alone(t)
  const [member, stranger] = [meet(4, '192.0.2.4:1'), meet(5, '192.0.2.5:1', { commons: [OTHER] })]
  await clock.advance(10_000)
  t.deepEqual(member.told, [], 'not before it is open')
  Object.assign(own, { state: 'open', port: 4978 })
  await clock.advance(10_000)
  t.deepEqual([member.told, stranger.told], [[['place', 4978]], []], 'once')
  stranger.peer.commons.push(OURS)
  Object.assign(own, { state: 'failed' })
  await clock.advance(10_000)
  t.deepEqual([member.told.at(-1), stranger.told], [['place', 0], []], 'and that it isn’t any more')
})

test('T67 who says that it opens a place is believed as far as its own address goes, once a commons is proven and no relay is between', async (t) => {
  const { meet, known } = await alone(t)
  const member = meet(4, '192.0.2.4:1')
  member.say('place', 4978)
  t.deepEqual(await known(), ['192.0.2.4:4978'], 'where it is seen, with the port it says')
  const stranger = meet(5, '192.0.2.5:1', { commons: [OTHER] })
  const far = meet(6, '192.0.2.6:1', { relayed: true })
  for (const one of [stranger, far]) one.say('place', 4978)
  meet(7, 'a stick').say('place', 4978)
  meet(8, 'example.org:5').say('place', 4978)
  t.deepEqual(await known(), ['192.0.2.4:4978'], 'nobody else')
  stranger.peer.commons.push(OURS)
  far.peer.relayed = false
  t.deepEqual(
    (await known()).toSorted(),
    ['192.0.2.4:4978', '192.0.2.5:4978', '192.0.2.6:4978'],
    'heard before, believed when it may be',
  )
  member.say('place', 0)
  t.notOk((await known()).includes('192.0.2.4:4978'), 'and taken back')
  for (const wrong of [['place', 70_000], ['place', 'x'], ['place', 1.5], ['place'], ['plaice', 1], []])
    t.throws(() => member.say(...wrong), /expected/, JSON.stringify(wrong))
})

test('T67 however many say so, eight places are kept in mind, one of an address, and given on with pauses', async (t) => {
  const { meet, known, given, clock } = await alone(t)
  const many = Array.from({ length: 40 }, (_, at) => meet(at + 1, `192.0.2.${at + 1}:1`))
  for (const one of many) one.say('place', 4978)
  t.equal((await known()).length, 8)
  const crowd = Array.from({ length: 20 }, (_, at) => meet(at + 100, '203.0.113.5:1'))
  for (const [at, one] of crowd.entries()) one.say('place', 5_000 + at)
  const ofOne = (await known()).filter((address) => address.startsWith('203.0.113.5:'))
  t.equal(ofOne.length, 1, 'many nodes at one address have one place')
  const before = given.length
  for (let i = 0; i < 100; i++) many[0]?.say('place', 6_000 + i)
  await clock.advance(PAUSE_MS)
  t.ok(given.length - before <= 2, `a hundred times another port: told on ${given.length - before} times`)
})

test('T67 places on the internet are remembered over a restart for a month, those of a network at home are not', async (t) => {
  const file = join(temporaryFolder(t), 'places.json')
  const clock = virtualClock()
  const first = await alone(t, { file, clock })
  first.meet(4, '192.0.2.4:1').say('place', 4978)
  first.meet(5, '192.168.1.5:1').say('place', 4978)
  t.equal((await first.known()).length, 2)
  t.ok(existsSync(file))
  t.deepEqual(await (await alone(t, { file, clock })).known(), ['192.0.2.4:4978'])
  clock.jump(31 * DAY_MS)
  t.deepEqual(await (await alone(t, { file, clock })).known(), [], 'not said again for so long')
})

import test from 'tape'
import { seeded, until } from '@allmende/testkit'
import type { NodeEvent } from '@allmende/node'
import { EVENTS, readLines, readSocket, type Reader } from './fake/doors.ts'
import { served } from './fake/served.ts'

const SEED = 'two doors 1'
const event = (behind: number): NodeEvent => ({ type: 'progress', commons: 'Gärten', behind })

/** Of a text, the number that the event in it was made with. Null: it is no event. */
function numberOf(text: string): number | null {
  const { event: one } = JSON.parse(text) as { event?: NodeEvent }
  return one?.type === 'progress' ? one.behind : null
}

/** The place behind the last text that was read. */
const placeOf = (reader: Reader, before: string) =>
  (JSON.parse(reader.texts.at(-1) ?? `{"at":"${before}"}`) as { at: string }).at

test('AP55 a WebSocket tells the very texts that the lines over HTTP tell, in the same order', async (t) => {
  const { node, port, bearer } = await served(t)
  const doors = [await readLines(port, EVENTS, bearer), await readSocket(port, EVENTS, bearer)]
  await until(() => doors.every(({ texts }) => texts.length === 1), { what: 'both beginnings' })
  for (let count = 1; count <= 300; count++) node.emit(event(count))
  await until(() => doors.every(({ texts }) => texts.length === 301), { what: 'all events' })
  t.deepEqual(doors[1]?.texts, doors[0]?.texts, 'letter by letter')
  t.deepEqual(numberOf(doors[1]?.texts.at(-1) ?? ''), 300)
  const after = `${EVENTS}?after=${(JSON.parse(doors[0]?.texts[200] ?? '') as { at: string }).at}`
  const again = await readSocket(port, after, bearer)
  await until(() => again.texts.length === 101, { what: 'what came since' })
  t.deepEqual(again.texts.slice(1), doors[0]?.texts.slice(201), 'a place of one door is good at the other')
  t.equal((JSON.parse(again.texts[0] ?? '') as { whole: boolean }).whole, true)
  for (const { socket } of [...doors, again]) socket.destroy()
})

test(`AP55 whoever changes doors at random, cut off at random places, misses no event and gets none twice (seed ${SEED})`, async (t) => {
  const { node, port, bearer } = await served(t)
  const random = seeded(SEED)
  const doors = { lines: readLines, socket: readSocket }
  const [seen, used]: [number[], Set<string>] = [[], new Set()]
  let [sent, after] = [0, '']
  const some = (most: number) => {
    for (let count = random.int(most + 1); count > 0; count--) node.emit(event(++sent))
  }
  for (let round = 1; round <= 60; round++) {
    const door = random.pick(['lines', 'socket'] as const)
    const reader = await doors[door](port, after ? `${EVENTS}?after=${after}` : EVENTS, bearer)
    some(8)
    const most = sent - (seen.at(-1) ?? 0)
    const wanted = after ? random.int(most + 1) : 0
    await until(() => reader.texts.length > wanted, {
      what: `${wanted} events in round ${round}`,
      everyMs: 1,
    })
    reader.socket.destroy()
    // Read before anything else can arrive: what this reader had got when it was cut off.
    after = placeOf(reader, after)
    const numbers = reader.texts.map(numberOf).filter((number) => number !== null)
    seen.push(...numbers)
    used.add(door)
    const [first = ''] = reader.texts
    if ((JSON.parse(first) as { whole: boolean }).whole !== round > 1) t.fail(`round ${round}: ${first}`)
    some(4)
  }
  const last = seen.at(-1) ?? 0
  t.deepEqual(
    seen,
    Array.from({ length: last }, (_, at) => at + 1),
    `${seen.length} of ${sent} events, in order`,
  )
  t.ok(seen.length > 100, 'it was worth it')
  t.equal(used.size, 2, 'both doors')
})

test('AP55 a place of another run or one that is too old is told over a WebSocket as over HTTP', async (t) => {
  const { port, bearer } = await served(t)
  const reader = await readSocket(port, `${EVENTS}?after=${'0'.repeat(16)}.7`, bearer)
  await until(() => reader.texts.length === 1, { what: 'the beginning' })
  t.equal((JSON.parse(reader.texts[0] ?? '') as { whole: boolean }).whole, false, 'read anew')
  reader.socket.destroy()
})

test('AP55 the WebSocket of browsers, and of Node, opens it by protocols and hears how it was closed', async (t) => {
  const { node, port, token, server } = await served(t)
  const socket = new WebSocket(`ws://127.0.0.1:${port}${EVENTS}`, ['allmende.v1', `bearer.${token}`])
  const texts: string[] = []
  socket.addEventListener('message', ({ data }) => texts.push(String(data)))
  const closed = new Promise<CloseEvent>((resolve) => socket.addEventListener('close', resolve))
  await until(() => texts.length === 1, { what: 'the beginning' })
  t.equal(socket.protocol, 'allmende.v1')
  t.equal(socket.extensions, '', 'nothing is inflated')
  node.emit(event(1))
  await until(() => texts.length === 2, { what: 'an event' })
  await server.close()
  const { code, reason } = await closed
  t.deepEqual([code, reason], [1001, 'NODE_STOPPING'])
  const last = JSON.parse(texts.at(-1) ?? '') as { error?: { code: string; hint: string } }
  t.equal(last.error?.code, 'NODE_STOPPING', 'the last message is the error, in the one shape of errors')
  t.ok(last.error?.hint)
})

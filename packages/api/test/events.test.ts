import { request } from 'node:http'
import test from 'tape'
import { until } from '@allmende/testkit'
import type { NodeEvent } from '@allmende/node'
import { keepFollowing, type EventsHere } from '../src/client/index.ts'
import { EVENTS_KEPT, EVENTS_KEPT_BYTES } from '../src/limits.ts'
import { createEventLog, type PlacedEvent } from '../src/server/event-log.ts'
import { serve } from '../src/serve.ts'
import { ask } from './fake/ask.ts'
import { served } from './fake/served.ts'

const event = (behind: number): NodeEvent => ({ type: 'progress', commons: 'Garden', behind })
const numberOf = (one: NodeEvent): number | null => (one.type === 'progress' ? one.behind : null)

test('AP26 no event is missed over any number of cut connections, and none comes twice', async (t) => {
  const { node, port, bearer, client } = await served(t)
  let sent = 0
  const seen: (number | null)[] = []
  const whole: boolean[] = []
  const ended = new AbortController()
  let cut = new AbortController()
  let away = 0
  // Each connection is cut at its socket, from outside of the client.
  const events: typeof client.events = (context) => {
    cut = new AbortController()
    return client.events({ ...context, signal: cut.signal }).then(() => {
      throw new Error('cut')
    })
  }
  const following = keepFollowing(events, {
    signal: ended.signal,
    onEvent: (one) => seen.push(numberOf(one)),
    onHere: (all) => whole.push(all),
    onAway: () => void away++,
    pause: async () => {
      // While nobody listens.
      for (let count = 0; count < 3; count++) node.emit(event(++sent))
    },
  })
  for (let round = 1; round <= 5; round++) {
    await until(() => whole.length === round, { what: 'the connection' })
    for (let count = 0; count < 4; count++) node.emit(event(++sent))
    // In the middle: some of these have arrived, some have not.
    await until(() => seen.length > 0, { what: 'an event' })
    if (round === 5) ended.abort()
    cut.abort()
    await until(() => away === round, { what: 'the cut' })
  }
  await following
  const last = Number(seen.at(-1))
  t.deepEqual(
    seen,
    Array.from({ length: last }, (_, at) => at + 1),
    `${last} of ${sent} events, in order`,
  )
  t.deepEqual(whole, [false, true, true, true, true], 'only the first beginning had nothing to go on from')
  t.equal((await ask(port, '/v1/status', { headers: bearer })).status, 200)
})

test('AP26 a socket that is cut is gone on from at the last place that was read', async (t) => {
  const { node, port, bearer } = await served(t)
  const first = await read(port, bearer, '', 1, () => node.emit(event(1)))
  t.deepEqual(first.here.whole, false, 'without a place it begins with now')
  for (const number of [2, 3]) node.emit(event(number))
  const next = await read(port, bearer, `?after=${first.events[0]?.at}`, 3, () => node.emit(event(4)))
  t.deepEqual(next.here, { at: first.events[0]?.at, whole: true })
  t.deepEqual(
    next.events.map((one) => numberOf(one.event)),
    [2, 3, 4],
    'what was missed, then what happens',
  )
})

test('AP26 a place of another run or one that is too old is told, so that everything is read anew', async (t) => {
  const { node, home, port, bearer, server } = await served(t)
  const { here } = await read(port, bearer, '', 0)
  await server.close()
  const next = await serve({ node, home, port: 0, assets: new Map() })
  t.teardown(() => next.close())
  const again = await read(next.port, bearer, `?after=${here.at}`, 0)
  t.equal(again.here.whole, false, 'of another run')
  t.notEqual(again.here.at.split('.')[0], here.at.split('.')[0])
  for (const strange of ['x', '0.0', `${here.at}0000000000000000`, '../x'])
    t.equal((await ask(next.port, `/v1/events?after=${strange}`, { headers: bearer })).status, 400, strange)
})

test('AP26 what is kept of the events is bounded, by number and by bytes', (t) => {
  const log = createEventLog('run')
  const since = (after: string) => {
    const seen: PlacedEvent[] = []
    const told: EventsHere[] = []
    log.listen(after, { here: (here) => told.push(here), event: (one) => seen.push(one) })()
    return { whole: told[0]?.whole, count: seen.length }
  }
  for (let count = 1; count <= EVENTS_KEPT + 10; count++) log.add(event(count))
  t.deepEqual(since('run.10'), { whole: true, count: EVENTS_KEPT }, 'the oldest that is kept')
  t.deepEqual(since('run.9'), { whole: false, count: 0 }, 'one before')
  t.deepEqual(since(`run.${EVENTS_KEPT + 10}`), { whole: true, count: 0 }, 'nothing new')
  t.deepEqual(since(`run.${EVENTS_KEPT + 11}`), { whole: false, count: 0 }, 'a place that isn’t there yet')
  const things = ['x'.repeat(EVENTS_KEPT_BYTES / 2)]
  for (let count = 0; count < 3; count++) log.add({ type: 'changed', commons: 'a', kinds: [], things })
  t.deepEqual(since(`run.${EVENTS_KEPT + 11}`).whole, false, 'large ones push the others out')
  t.deepEqual(since(`run.${EVENTS_KEPT + 12}`), { whole: true, count: 1 })
  t.end()
})

type Read = { here: EventsHere; events: PlacedEvent[] }

/** Reads so many events over a socket of its own, then cuts it. */
function read(
  port: number,
  headers: Record<string, string>,
  query: string,
  count: number,
  begun: () => void = () => {},
): Promise<Read> {
  return new Promise((resolve, reject) => {
    const found: { here?: EventsHere; events: PlacedEvent[] } = { events: [] }
    let rest = ''
    const sent = request({ port, host: '127.0.0.1', path: `/v1/events${query}`, headers, agent: false })
    sent.on('response', (response) => {
      response.setEncoding('utf8')
      response.on('data', (chunk: string) => {
        const lines = (rest + chunk).split('\n')
        rest = lines.pop() ?? ''
        for (const line of lines.filter(Boolean)) {
          const object = JSON.parse(line) as EventsHere | PlacedEvent
          if ('event' in object) found.events.push(object)
          else {
            found.here = object
            begun()
          }
        }
        if (!found.here || found.events.length < count) return
        sent.destroy()
        resolve({ here: found.here, events: found.events })
      })
    })
    sent.on('error', (error: NodeJS.ErrnoException) => {
      if (error.code !== 'ECONNRESET') reject(error)
    })
    sent.end()
  })
}

import { EventEmitter } from 'node:events'
import { connect } from 'node:net'
import test from 'tape'
import { seeded, until } from '@allmende/testkit'
import type { NodeEvent } from '@allmende/node'
import type { WebSocket } from 'ws'
import { PINGS_UNANSWERED, REQUEST_BURST, STREAM_BEHIND_BYTES } from '../src/limits.ts'
import { openMessages } from '../src/server/messages.ts'
import { ask } from './fake/ask.ts'
import { EVENTS, frame, HANDSHAKE, readLines, readSocket } from './fake/doors.ts'
import { served } from './fake/served.ts'

const SEED = 'garbage 1'
const small: NodeEvent = { type: 'progress', commons: 'Garden', behind: 1 }
const large: NodeEvent = { type: 'changed', commons: 'a', kinds: [], things: ['x'.repeat(100_000)] }

test('AP57 a reader who doesn’t keep up is told and cut off, with no more kept than is allowed, and goes on at the last place', async (t) => {
  const { node, port, bearer, logger } = await served(t)
  const reader = await readSocket(port, EVENTS, bearer)
  await until(() => reader.texts.length === 1, { what: 'the beginning' })
  reader.socket.pause()
  const cut = () => logger.entries.some(({ fields }) => fields?.['code'] === 'STREAM_BEHIND')
  let sent = 0
  // In turns of the loop: the system takes what it can in between, and then no more.
  while (!cut() && sent < 1_000) {
    node.emit(large)
    sent++
    await new Promise((resolve) => setImmediate(resolve))
  }
  t.ok(cut(), `after ${sent} events of 100 kB`)
  for (let count = 0; count < 10; count++) node.emit(large)
  reader.socket.resume()
  await until(() => reader.closed, { what: 'the close' })
  t.deepEqual(reader.closed, { code: 1013, reason: 'STREAM_BEHIND' })
  const texts = reader.texts.map((text) => JSON.parse(text) as { at?: string; error?: { code: string } })
  t.equal(texts.at(-1)?.error?.code, 'STREAM_BEHIND', 'the last message says why')
  t.ok(texts.length - 2 <= sent, 'nothing was kept for it after that')
  const after = `${EVENTS}?after=${texts.at(-2)?.at}`
  const again = await readSocket(port, after, bearer)
  await until(() => again.texts.length > sent + 10 - (texts.length - 2), { what: 'the rest' })
  t.equal((JSON.parse(again.texts[0] ?? '') as { whole: boolean }).whole, true, 'none is missing')
  again.socket.destroy()
})

/** What stands at our side of a WebSocket, for a reader who does nothing. */
function silent(waiting = 0) {
  const done: string[] = []
  const socket = Object.assign(new EventEmitter(), {
    OPEN: 1,
    readyState: 1,
    bufferedAmount: waiting,
    send: (text: string) => void done.push(text.slice(0, 20)),
    ping: () => void done.push('ping'),
    close: (code: number, reason: string) => void done.push(`close ${code} ${reason}`),
    terminate: () => void done.push('terminate'),
  })
  return { socket: socket as typeof socket & WebSocket, done }
}

test('AP57 bytes that wait are counted, not messages; progress of the reader is none of ours', (t) => {
  const { socket, done } = silent(STREAM_BEHIND_BYTES + 1)
  const controller = new AbortController()
  const messages = openMessages(socket, { controller, refuseMore: () => null, beat: () => () => {} })
  messages.event(small)
  t.equal((controller.signal.reason as { code?: string }).code, 'STREAM_BEHIND')
  messages.event(small)
  t.deepEqual(done, [], 'nothing more is put there')
  t.end()
})

test('AP57 a reader who answers no ping is cut off, and one who does is not', (t) => {
  const { socket, done } = silent()
  let tick = () => {}
  let stopped = false
  const controller = new AbortController()
  const beat = (next: () => void) => {
    tick = next
    return () => (stopped = true)
  }
  openMessages(socket, { controller, refuseMore: () => null, beat })
  for (let count = 0; count < 10; count++) {
    tick()
    socket.emit('pong')
  }
  t.deepEqual(new Set(done), new Set(['ping']), 'ten answers, ten more')
  done.length = 0
  for (let count = 0; count <= PINGS_UNANSWERED; count++) tick()
  t.deepEqual(done, [...Array.from({ length: PINGS_UNANSWERED }, () => 'ping'), 'terminate'])
  socket.emit('close')
  t.ok(stopped, 'the clock is let go')
  t.ok(controller.signal.aborted, 'and the feed')
  t.end()
})

test('AP57 whoever pings without end is told that it is too much', async (t) => {
  const { port, bearer } = await served(t, {}, { clock: { now: () => 1_000_000 } })
  const reader = await readSocket(port, EVENTS, bearer)
  const pong = frame(10, 'x')
  for (let count = 0; count <= REQUEST_BURST; count += 100)
    reader.socket.write(Buffer.concat(Array.from({ length: 100 }, () => pong)))
  await until(() => reader.closed, { what: 'the close' })
  t.deepEqual(reader.closed, { code: 1008, reason: 'REQUESTS_MANY' })
  t.ok(reader.texts.at(-1)?.includes('"REQUESTS_MANY"'), 'the last message is the error')
})

test('AP57 WebSockets are connections like all others: there are not more of them than of those', async (t) => {
  const { port, bearer, server } = await served(t, {}, { connections: 3 })
  const readers = [
    await readSocket(port, EVENTS, bearer),
    await readLines(port, EVENTS, bearer),
    await readSocket(port, EVENTS, bearer),
  ]
  const refused = () =>
    ask(port, '/v1/hello').then(
      ({ status }) => (status === 200 ? 'let in' : status),
      () => 'refused',
    )
  t.equal(await refused(), 'refused', 'the fourth')
  readers[0]?.socket.destroy()
  await until(async () => (await refused()) === 'let in', { what: 'room for another one' })
  await server.close()
  await Promise.all(readers.map(({ ended }) => ended))
  t.pass('all are closed with the node')
})

test('AP57 a reader who never reads does not keep the node from stopping', async (t) => {
  const { node, port, bearer, server } = await served(t)
  const reader = await readSocket(port, EVENTS, bearer)
  reader.socket.pause()
  for (let count = 0; count < 30; count++) node.emit(large)
  await server.close()
  reader.socket.resume()
  await reader.ended
  t.pass('it is cut off')
})

test('AP58 whatever is sent into a WebSocket closes it, with what is wrong, and it alone', async (t) => {
  const { node, port, bearer } = await served(t)
  const other = await readSocket(port, EVENTS, bearer)
  const before = node.calls.length
  const tries: [string, Buffer, number][] = [
    ['a text', frame(1, 'hello'), 1003],
    ['an empty text', frame(1), 1003],
    ['bytes', frame(2, 'hello'), 1003],
    ['a request', frame(1, '{"method":"POST","url":"/v1/stop"}'), 1003],
    ['a text that is none', frame(1, Buffer.from([0xff, 0xfe])), 1007],
    ['a long text', frame(1, 'x'.repeat(2_000)), 1009],
    ['a text in pieces without end', Buffer.concat(Array.from({ length: 2_000 }, pieceOf)), 1008],
    ['an opcode that nobody has', frame(3, 'x'), 1002],
    ['a ping in pieces', frame(9, 'x', { last: false }), 1002],
    ['a frame without a mask', Buffer.from([0x81, 1, 120]), 1002],
    ['a frame of 2^63 bytes', Buffer.from([0x82, 0xff, 0x7f, 255, 255, 255, 255, 255, 255, 255]), 1009],
    ['a close without a right number', frame(8, Buffer.from([0, 1])), 1002],
  ]
  for (const [what, bytes, code] of tries) {
    const reader = await readSocket(port, EVENTS, bearer)
    reader.socket.write(bytes)
    await until(() => reader.closed, { what: `the close for ${what}` })
    t.equal(reader.closed?.code, code, what)
    if (code === 1003)
      t.ok(reader.texts.at(-1)?.includes('"STREAM_ONE_WAY"'), 'the last message is the error')
    await reader.ended
  }
  const pinging = await readSocket(port, EVENTS, bearer)
  pinging.socket.write(frame(9, 'there?'))
  const beginning = other.texts.length
  node.emit(small)
  await until(() => pinging.texts.length === 2 && other.texts.length === beginning + 1, { what: 'the event' })
  t.pass('a ping is no message, and the other one was not touched')
  t.equal(node.calls.length, before, 'nothing was done')
  for (const { socket } of [pinging, other]) socket.destroy()
})

/** One byte of a text that doesn't end. */
function pieceOf(_: unknown, at: number): Buffer {
  return frame(at === 0 ? 1 : 0, 'x', { last: false })
}

test(`AP58 garbage after the handshake, in it or instead of frames leaves the node as it was (seed ${SEED})`, async (t) => {
  const { node, port, bearer, logger } = await served(t)
  const random = seeded(SEED)
  const head = [`GET ${EVENTS} HTTP/1.1`, `host: 127.0.0.1:${port}`]
  for (const [name, value] of Object.entries({ ...HANDSHAKE, ...bearer })) head.push(`${name}: ${value}`)
  const whole = Buffer.from(`${head.join('\r\n')}\r\n\r\n`)
  for (let round = 0; round < 60; round++) {
    const begin = random.chance(0.3) ? random.int(whole.length) : whole.length
    const bytes = Buffer.concat([whole.subarray(0, begin), random.bytes(1 + random.int(3_000))])
    const socket = connect(port, '127.0.0.1')
    const ended = new Promise<void>((resolve) => socket.once('close', () => resolve()))
    socket.on('error', () => {}).resume()
    // With the handshake in one packet: it comes while nobody listens yet.
    if (random.chance(0.2)) socket.write(bytes, () => socket.destroy())
    else socket.end(bytes)
    await ended
  }
  const reader = await readSocket(port, EVENTS, bearer)
  node.emit(small)
  await until(() => reader.texts.length === 2, { what: 'an event' })
  reader.socket.destroy()
  t.deepEqual(
    logger.entries.filter(({ level }) => level === 'error'),
    [],
    'and nothing was unforeseen',
  )
})

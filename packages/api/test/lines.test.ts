import { connect } from 'node:net'
import { request } from 'node:http'
import { once } from 'node:events'
import test from 'tape'
import { until } from '@allmende/testkit'
import type { DraftEvent, NodeEvent, Progress } from '@allmende/node'
import { STREAM_BEHIND_BYTES } from '../src/limits.ts'
import { openLines } from '../src/server/lines.ts'
import { ask } from './fake/ask.ts'
import { PEER } from './fake/samples.ts'
import { served } from './fake/served.ts'

test('a long action answers in lines: its progress, then its result', async (t) => {
  const { port, bearer } = await served(t)
  const asked = await ask(port, '/v1/shares', {
    method: 'POST',
    headers: bearer,
    body: { path: '/x', licence: 'CC-BY-SA-4.0' },
  })
  t.equal(asked.headers['content-type'], 'application/x-ndjson')
  const lines = asked.text
    .trim()
    .split('\n')
    .map((line) => JSON.parse(line) as Record<string, unknown>)
  t.ok(
    lines.slice(0, -1).every((line) => 'progress' in line),
    'progress first',
  )
  t.deepEqual((lines.at(-2)!['progress'] as Progress).done, 3000, 'the last state is never left out')
  t.equal((lines.at(-1)!['result'] as { version: string }).version, 'benchbenchbench.1.0')
})

test('an action that fails says so in its last line', async (t) => {
  const { client, port, bearer } = await served(t)
  const asked = await ask(port, '/v1/shares', { method: 'POST', headers: bearer, body: { path: '/x' } })
  t.equal(
    (JSON.parse(asked.text.trim().split('\n').at(-1)!) as { error: { code: string } }).error.code,
    'LICENCE_MISSING',
  )
  await client.share({ path: '/x' }).then(
    () => t.fail('shared'),
    (error: { code: string; name: string }) =>
      t.deepEqual([error.code, error.name], ['LICENCE_MISSING', 'AllmendeError'], 'the client throws it'),
  )
})

test('an aborted call of the client aborts the action in the node', async (t) => {
  const { client, node } = await served(t)
  const controller = new AbortController()
  const seen: Progress[] = []
  const copying = client.copy(
    { from: 'bench', to: '/slow' },
    {
      signal: controller.signal,
      onProgress: (progress) => {
        seen.push(progress)
        controller.abort()
      },
    },
  )
  await copying.then(
    () => t.fail('copied'),
    (error: { code: string }) => t.equal(error.code, 'CANCELLED'),
  )
  t.ok(seen.length > 0, 'it had begun')
  await until(() => node.aborted.includes('copy'), { what: 'the node to hear of it' })
  t.pass('the node stopped working')
})

test('a client whose connection breaks aborts the action in the node', async (t) => {
  const { port, node, bearer } = await served(t)
  const sent = request({
    port,
    host: '127.0.0.1',
    method: 'POST',
    path: '/v1/copies',
    headers: { ...bearer, 'content-type': 'application/json' },
  })
  sent.on('error', () => {})
  sent.end(JSON.stringify({ from: 'bench', to: '/slow' }))
  await once(sent, 'response')
  sent.destroy()
  await until(() => node.aborted.includes('copy'), { what: 'the node to hear of it' })
  t.pass('the node stopped working')
})

test('events arrive as they happen, to everybody who listens', async (t) => {
  const { client, node } = await served(t)
  const controller = new AbortController()
  const seen: NodeEvent[][] = [[], []]
  const following = seen.map((list) =>
    client.events({ signal: controller.signal, onEvent: (event) => list.push(event) }),
  )
  await until(() => {
    node.emit({ type: 'peer', peer: PEER })
    return seen.every((list) => list.length > 0)
  })
  t.equal(seen[1]?.[0]?.type, 'peer')
  controller.abort()
  await Promise.all(following)
  t.pass('stopping to listen is no error')
})

test('a draft is followed: the whole text first, then each change', async (t) => {
  const { client } = await served(t)
  const controller = new AbortController()
  const seen: DraftEvent[] = []
  const following = client.followDraft('notes', {
    signal: controller.signal,
    onEvent: (event) => seen.push(event),
  })
  await until(() => seen.length === 1)
  await client.editDraft({ draft: 'notes', text: 'Once more\n' })
  await until(() => seen.length === 2)
  t.deepEqual(
    seen.map(({ type }) => type),
    ['text', 'change'],
  )
  controller.abort()
  await following
})

test('an export waits for its reader and ends with the count', async (t) => {
  const { client, port, bearer } = await served(t)
  const records = []
  for await (const record of client.exportRecords('Garden')) records.push(record)
  t.deepEqual(
    records.map(({ known, bytes }) => [known, bytes]),
    [
      [true, 'AQID'],
      [false, '//4='],
    ],
  )
  const asked = await ask(port, '/v1/commons/Garden/records', { headers: bearer })
  t.equal(asked.text.trim().split('\n').at(-1), '{"result":{"records":2}}')
})

test('when the node stops, every open stream and action is told', async (t) => {
  const { client, node, server } = await served(t)
  const forever = new AbortController().signal
  let begun = false
  const ends = [
    client.copy({ from: 'bench', to: '/slow' }, { onProgress: () => (begun = true) }),
    client.followDraft('notes', { onEvent: () => {}, signal: forever }),
  ].map((end) =>
    end.then(
      () => 'no error',
      (error: { code: string }) => error.code,
    ),
  )
  await until(() => begun)
  const started = performance.now()
  await server.close()
  t.deepEqual(await Promise.all(ends), ['NODE_STOPPING', 'NODE_STOPPING'])
  t.ok(performance.now() - started < 30_000, 'at once')
  t.deepEqual(node.aborted, ['copy'])
})

test('a reader who never reads does not keep the node from stopping', async (t) => {
  const { server, port, bearer } = await served(t)
  const socket = connect(port, '127.0.0.1')
  socket.on('error', () => {})
  socket.write(
    `GET /v1/events HTTP/1.1\r\nhost: 127.0.0.1:${port}\r\nauthorization: ${bearer.authorization}\r\n\r\n`,
  )
  socket.pause()
  await once(socket, 'connect')
  const started = performance.now()
  await server.close()
  t.ok(performance.now() - started < 30_000, 'closed within the grace')
  socket.destroy()
})

test('a reader of events who falls far behind is cut off, not kept in memory', (t) => {
  const controller = new AbortController()
  const lines = openLines(controller)
  const event = { text: 'x'.repeat(100_000) }
  for (let sent = 0; sent < STREAM_BEHIND_BYTES * 2; sent += 100_000) lines.event(event)
  t.equal((controller.signal.reason as { code?: string }).code, 'STREAM_BEHIND')
  t.ok(lines.stream.readableLength < STREAM_BEHIND_BYTES * 1.1, 'no more is kept')
  lines.stream.destroy()
  t.end()
})

test('progress is thinned out to what a person sees, but the last state of a phase stays', async (t) => {
  const lines = openLines(new AbortController())
  for (let done = 0; done <= 10_000; done++) lines.progress({ phase: 'a', done, unit: 'bytes' })
  lines.progress({ phase: 'b', done: 1, unit: 'files' })
  lines.end({ result: 1 })
  let text = ''
  for await (const chunk of lines.stream) text += String(chunk)
  const all = text
    .trim()
    .split('\n')
    .map((line) => JSON.parse(line) as { progress?: Progress })
  t.deepEqual(
    all.map(({ progress }) => progress?.done),
    [0, 10_000, 1, undefined],
  )
})

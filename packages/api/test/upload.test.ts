import { once } from 'node:events'
import { connect } from 'node:net'
import test from 'tape'
import { until } from '@allmende/testkit'
import type { AllmendeNode } from '@allmende/node'
import { openFakeNode } from './fake/node.ts'
import { embed } from '../src/embed.ts'
import { temporaryFolder } from '@allmende/testkit'
import { ask, codeOf } from './fake/ask.ts'
import { served } from './fake/served.ts'

const ID = '0'.repeat(32)
const AT = `/v1/uploads/${ID}/bytes?at=`
const BYTES = { 'content-type': 'application/octet-stream' }

test('UP1 the bytes of files go up as they are, and only where a route takes them', async (t) => {
  const { port, bearer, node } = await served(t)
  const put = (path: string, headers: Record<string, string>, raw: string) =>
    ask(port, path, { method: 'POST', headers: { ...bearer, ...headers }, raw })
  const taken = await put(`${AT}5`, BYTES, 'abc')
  t.equal((taken.json as { have: number }).have, 8)
  const large = await put(`${AT}0`, BYTES, 'x'.repeat(3 * 1024 * 1024))
  t.equal((large.json as { have: number }).have, 3 * 1024 * 1024, 'more than any other body may have')
  const before = node.calls.length
  t.equal(codeOf(await put(`${AT}0`, { 'content-type': 'application/json' }, '{}')), 'BODY_NOT_BYTES')
  t.equal(codeOf(await put(`${AT}0`, { 'content-type': 'text/plain' }, 'x')), 'BODY_NOT_JSON')
  t.equal(codeOf(await put('/v1/uploads', BYTES, 'abc')), 'BODY_NOT_JSON', 'bytes are no body elsewhere')
  t.equal(codeOf(await put(`${AT}-1`, BYTES, 'abc')), 'REQUEST_INVALID')
  t.equal(codeOf(await put('/v1/uploads/..%2f..%2fx/bytes?at=0', BYTES, 'abc')), 'REQUEST_INVALID')
  const stranger = await ask(port, `${AT}0`, { method: 'POST', headers: BYTES, raw: 'abc' })
  t.equal(codeOf(stranger), 'TOKEN_MISSING')
  t.equal(node.calls.length, before, 'of all this the node was asked nothing')
})

test('UP2 of a part whose connection breaks, the node is given what came', async (t) => {
  let came = ''
  let ended = ''
  const { port, bearer } = await served(
    t,
    {},
    {
      node: {
        ...(await openFakeNode({ home: temporaryFolder(t) })),
        async putUpload(_request: { at: number }, content: AsyncIterable<Uint8Array>) {
          try {
            for await (const bytes of content) came += Buffer.from(bytes).toString()
            ended = 'whole'
          } catch {
            ended = 'broken'
          }
          throw new Error('nobody reads this')
        },
      } as unknown as AllmendeNode,
    },
  )
  const socket = connect(port, '127.0.0.1')
  t.teardown(() => void socket.destroy())
  await once(socket, 'connect')
  socket.write(
    [
      `POST ${AT}0 HTTP/1.1`,
      `Host: 127.0.0.1:${port}`,
      `Authorization: ${bearer.authorization}`,
      'Content-Type: application/octet-stream',
      'Content-Length: 100',
      '',
      'half of it',
    ].join('\r\n'),
  )
  await until(() => came === 'half of it', { what: 'the half to come' })
  socket.destroy()
  await until(() => ended === 'broken', { what: 'the end to be noticed' })
  t.pass('and is told that it broke')
})

test('UP1 the client sends bytes and blobs alike, over a socket and within the process', async (t) => {
  const { client, node } = await served(t)
  const home = temporaryFolder(t)
  const within = await embed({ home, open: (options) => openFakeNode(options) })
  t.teardown(() => within.close())
  for (const one of [client, within.client]) {
    t.equal((await one.putUpload({ upload: ID, at: 2 }, new Uint8Array([1, 2]))).have, 4)
    t.equal((await one.putUpload({ upload: ID, at: 2 }, new Blob(['abc', 'de']))).have, 7)
  }
  const gone = new AbortController()
  gone.abort()
  const sent = client.putUpload({ upload: ID, at: 0 }, new Blob(['a']), { signal: gone.signal })
  t.equal(await sent.catch(({ code }: { code: string }) => code), 'CANCELLED')
  t.ok(node.calls.every(({ name }) => name === 'putUpload'))
})

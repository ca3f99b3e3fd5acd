import test from 'tape'
import { serve } from '../src/serve.ts'
import { enterPage } from '../src/client/index.ts'
import { KNOCK_BURST } from '../src/limits.ts'
import { ask, codeOf } from './fake/ask.ts'
import { EVENTS, HANDSHAKE, upgraded, type Headers } from './fake/doors.ts'
import { served } from './fake/served.ts'

/** Tries to open one that is refused. */
const knock = (port: number, headers: Headers, path = EVENTS) =>
  ask(port, path, { headers: { ...HANDSHAKE, ...headers } })

const offering = (token: string): Headers => ({ 'sec-websocket-protocol': `allmende.v1, bearer.${token}` })

test('AP56 without a token, or with a wrong, an old or a misplaced one, no WebSocket is opened, and the refusal is the usual error', async (t) => {
  const { port, token } = await served(t)
  const tries: [string, Headers, string, string?][] = [
    ['TOKEN_MISSING', {}, 'none'],
    ['TOKEN_MISSING', { cookie: `token=${token}` }, 'in a cookie'],
    ['TOKEN_MISSING', {}, 'in the address', `${EVENTS}?token=${token}`],
    ['TOKEN_MISSING', { authorization: `Basic ${token}` }, 'in another form'],
    ['TOKEN_MISSING', { 'sec-websocket-protocol': 'allmende.v1' }, 'a protocol without a bearer'],
    ['TOKEN_MISSING', { 'sec-websocket-protocol': token }, 'a bare token as protocol'],
    ['TOKEN_MISSING', { 'sec-websocket-protocol': 'bearer., allmende.v1' }, 'an empty bearer'],
    ['TOKEN_MISSING', offering('x'.repeat(201)), 'a bearer longer than any'],
    ['TOKEN_WRONG', offering(token.slice(1)), 'a wrong bearer'],
    [
      'TOKEN_WRONG',
      { ...offering(token), authorization: 'Bearer x' },
      'a wrong header beside a right protocol',
    ],
    ['TOKEN_WRONG', { authorization: `Bearer ${token}x` }, 'a wrong header'],
  ]
  for (const [code, headers, what, path] of tries) {
    const refused = await knock(port, headers, path)
    t.deepEqual([refused.status, codeOf(refused)], [401, code], what)
    t.equal(refused.headers['content-type'], 'application/json; charset=utf-8')
    t.equal(refused.headers['x-content-type-options'], 'nosniff')
    t.equal(refused.headers.connection, 'close', 'and the socket is not left open')
  }
})

test('AP56 the bearer of a page opens a WebSocket, that of an earlier run doesn’t; the answer names allmende.v1 alone', async (t) => {
  const { node, home, port, server } = await served(t)
  const entered = await enterPage({ url: server.url, code: server.pageUrl.split('#code=')[1] ?? '' })
  const { answer, socket } = await upgraded(port, EVENTS, offering(entered.token))
  t.equal(answer.headers['sec-websocket-protocol'], 'allmende.v1')
  t.notOk(JSON.stringify(answer.rawHeaders).includes(entered.token), 'the bearer isn’t repeated')
  socket.destroy()
  await server.close()
  const next = await serve({ node, home, port: 0, assets: new Map() })
  t.teardown(() => next.close())
  t.equal(codeOf(await knock(next.port, offering(entered.token))), 'TOKEN_WRONG')
})

test('AP56 by another host name, from another origin or for a foreign page no WebSocket is opened, with the token too', async (t) => {
  const { port, bearer, token } = await served(t)
  const names = ['evil.example', `evil.example:${port}`, `127.0.0.1:${port + 1}`, `[::1]:${port}`]
  const origins = [
    'https://evil.example',
    'null',
    `http://127.0.0.1:${port + 1}`,
    `http://localhost:${port}`,
    `ws://127.0.0.1:${port}`,
    `https://127.0.0.1:${port}`,
  ]
  for (const how of [bearer, offering(token)]) {
    for (const host of names) t.equal(codeOf(await knock(port, { ...how, host })), 'HOST_REFUSED', host)
    for (const origin of origins)
      t.equal(codeOf(await knock(port, { ...how, origin })), 'ORIGIN_REFUSED', origin)
    const foreign = await knock(port, { ...how, 'sec-fetch-site': 'cross-site' })
    t.deepEqual([foreign.status, codeOf(foreign)], [403, 'ORIGIN_REFUSED'])
    const own = await upgraded(port, EVENTS, { ...how, origin: `http://127.0.0.1:${port}` })
    t.equal(own.answer.statusCode, 101, 'our own page is let in')
    own.socket.destroy()
  }
})

test('AP56 a handshake that isn’t one is refused, also that of version 8, whose page no check would see', async (t) => {
  const { port, bearer } = await served(t)
  const wrong: [Headers, string][] = [
    [{ 'sec-websocket-version': '8', 'sec-websocket-origin': 'https://evil.example' }, 'version 8'],
    [{ 'sec-websocket-version': '' }, 'no version'],
    [{ 'sec-websocket-key': 'short' }, 'a wrong key'],
    [{ 'sec-websocket-protocol': 'soap' }, 'protocols without ours'],
    [{ 'sec-websocket-protocol': 'allmende.v1, allmende.v1' }, 'a protocol twice'],
    [{ 'sec-websocket-protocol': 'allmende.v1, a(b' }, 'protocols that are none'],
  ]
  for (const [headers, what] of wrong) {
    const refused = await knock(port, { ...bearer, ...headers })
    t.deepEqual([refused.status, codeOf(refused)], [400, 'REQUEST_INVALID'], what)
  }
  for (const after of ['x', '../x'])
    t.equal(codeOf(await knock(port, bearer, `${EVENTS}?after=${after}`)), 'REQUEST_INVALID', after)
})

test('AP56 elsewhere the wish for a WebSocket is ignored, and its protocols let nobody in', async (t) => {
  const { port, bearer, token } = await served(t)
  t.equal((await knock(port, bearer, '/v1/status')).status, 200)
  t.equal(codeOf(await knock(port, offering(token), '/v1/status')), 'TOKEN_MISSING')
  t.equal(codeOf(await knock(port, bearer, '/v1/nowhere')), 'ROUTE_UNKNOWN')
  const headers = { 'sec-websocket-protocol': `allmende.v1, bearer.${token}` }
  t.equal(codeOf(await ask(port, '/v1/status', { headers })), 'TOKEN_MISSING', 'nor without the wish')
  const posted = await ask(port, '/v1/page/code', {
    method: 'POST',
    headers: { ...HANDSHAKE, ...bearer },
    body: {},
  })
  t.equal(posted.status, 200, 'a body is read as ever')
})

test('AP56 guessing by WebSockets is held up as guessing by requests is', async (t) => {
  const { port, bearer } = await served(t, {}, { clock: { now: () => 1_000_000 } })
  for (let guesses = 0; guesses < KNOCK_BURST; guesses++)
    if (codeOf(await knock(port, offering('x'))) !== 'TOKEN_WRONG') t.fail(`guess ${guesses}`)
  const refused = await knock(port, offering('x'))
  t.deepEqual([refused.status, codeOf(refused)], [429, 'REQUESTS_MANY'])
  t.equal((await upgraded(port, EVENTS, bearer)).answer.statusCode, 101, 'the owner is let in')
})

import { createServer } from 'node:http'
import { connect } from 'node:net'
import { once } from 'node:events'
import type { AddressInfo } from 'node:net'
import test from 'tape'
import { networkInterfaces } from 'node:os'
import { ask, codeOf, sentRaw } from './fake/ask.ts'
import { examples } from './fake/requests.ts'
import { served } from './fake/served.ts'
import { serve } from '../src/serve.ts'
import { createFakeNode } from './fake/node.ts'
import { temporaryFolder } from '@allmende/testkit'

test('AP21 every route but the open ones refuses whoever has no token, and does nothing', async (t) => {
  let seconds = 0
  // Nobody is held up for asking too much in this test: every look at the clock finds it a second later.
  const clock = { now: () => ++seconds * 1_000 }
  const { port, node, token } = await served(t, {}, { clock })
  let closed = 0
  for (const { route, path, body } of examples()) {
    if (route.open) continue
    closed++
    const request = { method: route.method, body }
    const without = await ask(port, path, request)
    t.deepEqual([without.status, codeOf(without)], [401, 'TOKEN_MISSING'], `${route.operation} without`)
    for (const wrong of [
      token.slice(0, -1),
      `${token}x`,
      'x',
      token.replace(/^./, (c) => (c === 'a' ? 'b' : 'a')),
    ]) {
      const refused = await ask(port, path, { ...request, headers: { authorization: `Bearer ${wrong}` } })
      if (codeOf(refused) !== 'TOKEN_WRONG')
        t.fail(`${route.operation} with ${wrong}: ${refused.text.slice(0, 200)}`)
    }
    const basic = await ask(port, path, { ...request, headers: { authorization: `Basic ${token}` } })
    t.equal(codeOf(basic), 'TOKEN_MISSING', `${route.operation} with another form`)
    const cookie = await ask(port, path, { ...request, headers: { cookie: `token=${token}` } })
    t.equal(codeOf(cookie), 'TOKEN_MISSING', `${route.operation} with a cookie`)
    const query = await ask(port, `${path}?token=${token}`, request)
    t.equal(codeOf(query), 'TOKEN_MISSING', `${route.operation} with the token in the address`)
  }
  t.ok(closed > 20, `${closed} routes were tried`)
  t.deepEqual(node.calls, [], 'the node was never asked')
})

test('the open routes tell nothing of the node', async (t) => {
  const { port, node } = await served(t)
  const open = examples().filter(({ route }) => route.open)
  t.deepEqual(
    open.map(({ route }) => route.operation),
    ['hello', 'enterPage'],
    'there are two',
  )
  const hello = await ask(port, '/v1/hello')
  t.deepEqual(Object.keys(hello.json as object).toSorted(), ['name', 'pid', 'proof', 'version'])
  t.deepEqual(node.calls, [])
})

test('AP20 a request by another name than ours is refused before anything else (DNS rebinding)', async (t) => {
  const { port, node, bearer } = await served(t)
  const hosts = [
    'evil.example',
    `evil.example:${port}`,
    '127.0.0.1',
    'localhost',
    `127.0.0.1:${port + 1}`,
    `127.0.0.1:${port}.evil.example`,
    `[::1]:${port}`,
    `0.0.0.0:${port}`,
    `127.1:${port}`,
    `LOCALHOST:${port}`,
    `localhost.:${port}`,
  ]
  for (const host of hosts) {
    for (const path of ['/v1/status', '/', '/openapi.json', '/v1/hello', '/nowhere', '/v1/stop']) {
      const refused = await ask(port, path, { headers: { ...bearer, host } })
      if (refused.status !== 403 || codeOf(refused) !== 'HOST_REFUSED')
        t.fail(`${path} by the name "${host}": ${refused.status} ${refused.text.slice(0, 200)}`)
    }
  }
  t.deepEqual(node.calls, [], `none of ${hosts.length} names got through`)
  for (const host of [`127.0.0.1:${port}`, `localhost:${port}`])
    t.equal((await ask(port, '/v1/status', { headers: { ...bearer, host } })).status, 200, `${host} is ours`)
})

test('a request without a Host is refused', async (t) => {
  const { port, bearer, node } = await served(t)
  for (const version of ['1.0', '1.1']) {
    const head = `GET /v1/status HTTP/${version}\r\nauthorization: ${bearer.authorization}\r\n\r\n`
    const text = await sentRaw(port, head)
    t.ok(/^HTTP\/1.1 (403|400) /.test(text), text.slice(0, 30))
  }
  t.deepEqual(node.calls, [])
})

test('AP20 a page of another origin is refused although it has the token (CSRF, another loopback port)', async (t) => {
  const { port, node, bearer } = await served(t)
  const origins = [
    'https://evil.example',
    'null',
    `http://127.0.0.1:${port + 1}`,
    `http://localhost:${port}`,
    `https://127.0.0.1:${port}`,
    `http://127.0.0.1:${port}.evil.example`,
    `http://127.0.0.1`,
    `http://127.0.0.1:${port}/`,
    'file://',
  ]
  const before = node.calls.length
  for (const origin of origins) {
    for (const { route, path, body } of examples()) {
      const refused = await ask(port, path, { method: route.method, body, headers: { ...bearer, origin } })
      if (codeOf(refused) !== 'ORIGIN_REFUSED')
        t.fail(`${route.operation} of ${origin}: ${refused.text.slice(0, 200)}`)
      if (refused.headers['access-control-allow-origin']) t.fail('an answer allows another origin')
    }
  }
  t.equal(node.calls.length, before, `none of ${origins.length} origins got through`)
  const own = await ask(port, '/v1/status', { headers: { ...bearer, origin: `http://127.0.0.1:${port}` } })
  t.equal(own.status, 200, 'our own page is let in')
})

test('AP20 what a browser says a foreign page caused is refused', async (t) => {
  const { port, bearer } = await served(t)
  for (const site of ['cross-site', 'same-site']) {
    const refused = await ask(port, '/v1/status', { headers: { ...bearer, 'sec-fetch-site': site } })
    t.equal(codeOf(refused), 'ORIGIN_REFUSED', site)
  }
  for (const site of ['same-origin', 'none'])
    t.equal(
      (await ask(port, '/v1/status', { headers: { ...bearer, 'sec-fetch-site': site } })).status,
      200,
      site,
    )
})

test('a question of a browser before a foreign request (preflight) gets no permission', async (t) => {
  const { port } = await served(t)
  const asked = await ask(port, '/v1/shares', {
    method: 'OPTIONS',
    headers: { origin: 'https://evil.example', 'access-control-request-method': 'POST' },
  })
  t.equal(asked.status, 403)
  t.notOk(
    Object.keys(asked.headers).some((name) => name.startsWith('access-control-')),
    'no CORS header',
  )
})

test('AP20 what a form can send is not taken: only application/json is', async (t) => {
  const { port, bearer, node } = await served(t)
  for (const type of ['text/plain', 'application/x-www-form-urlencoded', 'multipart/form-data; boundary=x']) {
    const refused = await ask(port, '/v1/commons', {
      method: 'POST',
      raw: '{"name":"Shed","public":true}',
      headers: { ...bearer, 'content-type': type },
    })
    t.deepEqual([refused.status, codeOf(refused)], [415, 'BODY_NOT_JSON'], type)
  }
  t.deepEqual(node.calls, [])
})

test('AP20 a page served by another program on this computer gets nothing', async (t) => {
  const { port, bearer } = await served(t)
  const other = createServer((_request, response) => response.end('<script src="x.js"></script>')).listen(
    0,
    '127.0.0.1',
  )
  await once(other, 'listening')
  t.teardown(() => other.close())
  const origin = `http://127.0.0.1:${(other.address() as AddressInfo).port}`
  const refused = await ask(port, '/v1/status', { headers: { ...bearer, origin, referer: `${origin}/` } })
  t.equal(codeOf(refused), 'ORIGIN_REFUSED')
  t.equal(refused.headers['cross-origin-resource-policy'], 'same-origin', 'nor may it embed an answer')
})

test('the API binds to the loopback address only', async (t) => {
  const home = temporaryFolder(t)
  const node = createFakeNode(home)
  for (const host of ['0.0.0.0', '::', '192.168.0.1', 'localhost'])
    await serve({ node, home, port: 0, host, assets: new Map() }).then(
      (server) => t.fail(`bound to ${host}: ${server.url}`),
      (error: { code?: string }) => t.equal(error.code, 'BIND_REFUSED', host),
    )
  const { port } = await served(t)
  const outside = Object.values(networkInterfaces())
    .flatMap((list) => list ?? [])
    .filter(({ internal, family }) => !internal && family === 'IPv4')
  for (const { address } of outside) {
    const socket = connect(port, address)
    const reached = await once(socket, 'connect').then(
      () => true,
      () => false,
    )
    socket.destroy()
    t.notOk(reached, 'an address of the network does not reach it')
  }
})

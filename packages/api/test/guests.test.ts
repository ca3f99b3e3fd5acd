import test from 'tape'
import { until } from '@allmende/testkit'
import { ROUTES } from '../src/routes/index.ts'
import { ask, codeOf } from './fake/ask.ts'
import { BENCH, NOTES } from './fake/samples.ts'
import { served } from './fake/served.ts'

/** A node with a door for guests. */
async function stage(t: test.Test, what: { thing?: string; right?: 'view' | 'edit'; seconds?: number } = {}) {
  const it = await served(t)
  const show = it.node.show.bind(it.node)
  const draft = { id: NOTES.id, kind: 'draft', title: NOTES.title }
  it.node.show = async (reference) =>
    reference === NOTES.id ? { ...(await show(BENCH.id)), ...draft } : show(reference)
  const door = await it.client.openGuest({
    thing: NOTES.id,
    hosts: ['127.0.0.1'],
    port: 0,
    ...what,
  })
  const link = new URL(door.links[0] ?? '')
  const port = Number(link.port)
  const host = { host: link.host }
  const secret = { ...host, authorization: `Bearer ${link.hash.slice(1)}` }
  const enter = async (name: string) => {
    const { json } = await ask(port, '/v1/guest/enter', { method: 'POST', headers: secret, body: { name } })
    return { ...host, authorization: `Bearer ${(json as { pass: string }).pass}` }
  }
  return { ...it, door, port, host, secret, enter }
}

test('GU1 there is no listener for guests before a door is opened, nor after the last is closed, by hand or by time', async (t) => {
  const { client, port, host } = await stage(t)
  t.equal((await ask(port, '/', { headers: host })).status, 200)
  await client.openGuest({ thing: BENCH.id, seconds: 1 })
  t.equal((await client.closeGuest({ door: NOTES.title })).closed.length, 1)
  t.equal((await client.listGuests()).doors.length, 1, 'the other one is open still')
  await until(
    () =>
      ask(port, '/', { headers: host }).then(
        () => null,
        () => true,
      ),
    { what: 'the listener to be gone' },
  )
  t.equal((await client.listGuests()).doors.length, 0, 'its second is over')
})

test('GU2 every route of the API is a 404 on the listener for guests, with whatever secret', async (t) => {
  const { port, host, secret, bearer } = await stage(t)
  let tried = 0
  for (const { method, url } of ROUTES)
    for (const headers of [host, secret, { ...host, ...bearer }]) {
      const answer = await ask(port, url.replace(/:\w+/, 'x'), {
        method,
        headers,
        ...(method === 'POST' && { body: {} }),
      })
      if (answer.status !== 404) t.fail(`${method} ${url} answers ${answer.status}`)
      tried++
    }
  for (const path of [
    '/openapi.json',
    '/index.html',
    '/page.js',
    '/guest.html',
    '/../',
    '/v1',
    '/v1/guest/',
    '/v1/guest/files',
    '/.env',
  ])
    t.equal((await ask(port, path, { headers: secret })).status, 404, path)
  t.ok(tried > 150, `${tried} requests`)
})

test('GU3 a wrong secret, none, and that of a closed door are answered alike, and guessing soon not at all', async (t) => {
  const { client, port, host, secret, door } = await stage(t)
  await client.openGuest({ thing: BENCH.id })
  t.equal((await ask(port, '/v1/guest', { headers: secret })).status, 200)
  await client.closeGuest({ door: door.id })
  const wrong = { ...host, authorization: `Bearer ${'a'.repeat(32)}` }
  const answers = []
  for (const headers of [secret, wrong, host]) answers.push(await ask(port, '/v1/guest', { headers }))
  t.deepEqual(answers.map(codeOf), ['GUEST_CLOSED', 'GUEST_CLOSED', 'GUEST_CLOSED'])
  t.equal(new Set(answers.map(({ text }) => text)).size, 1, 'letter by letter')
  for (let guess = 0; guess < 40; guess++) answers.push(await ask(port, '/v1/guest', { headers: wrong }))
  t.equal(codeOf(answers.at(-1)!), 'GUEST_RATE')
})

test('GU3 a ticket for a download is good once', async (t) => {
  const { port, host, secret } = await stage(t, { thing: BENCH.id })
  const { json } = await ask(port, '/v1/guest/tickets', {
    method: 'POST',
    headers: secret,
    body: { file: 0 },
  })
  const { url } = json as { url: string }
  t.notOk(url.includes(secret.authorization.slice(7)), 'the secret is not in it')
  await ask(port, url, { headers: host })
  t.equal(codeOf(await ask(port, url, { headers: host })), 'GUEST_CLOSED')
})

test('GU4 another host name or origin is refused, and what is sent can’t become anything else in a browser', async (t) => {
  const { port, host, secret } = await stage(t)
  t.equal(codeOf(await ask(port, '/', { headers: { host: `evil.example:${port}` } })), 'HOST_REFUSED')
  t.equal(codeOf(await ask(port, '/', { headers: { host: `localhost:${port}` } })), 'HOST_REFUSED')
  const foreign = { ...secret, origin: 'http://evil.example' }
  t.equal(codeOf(await ask(port, '/v1/guest', { headers: foreign })), 'ORIGIN_REFUSED')
  for (const path of ['/', '/guest.js', '/guest.css', '/v1/guest']) {
    const { headers } = await ask(port, path, { headers: secret })
    t.equal(headers['x-content-type-options'], 'nosniff', path)
    t.equal(headers['set-cookie'], undefined)
    t.match(String(headers['content-security-policy']), /default-src 'none'/)
    t.doesNotMatch(String(headers['content-security-policy']), /unsafe/)
  }
  const pages = [await ask(port, '/', { headers: host }), await ask(port, '/', { headers: host })]
  t.notEqual(pages[0]?.text, pages[1]?.text, 'the number for styles is another one each time')
})

test('GU5 who may read can’t write; sizes, numbers and rates are bounded', async (t) => {
  const { port, secret, enter } = await stage(t, { right: 'view' })
  const guest = await enter('Ina')
  const push = (headers: Record<string, string>, insert = 'x') => {
    const updates = [[{ from: 0, to: 0, insert }]]
    return ask(port, '/v1/guest/updates', {
      method: 'POST',
      headers,
      body: { client: 'a', table: 't', version: 0, updates },
    })
  }
  t.equal(codeOf(await push(guest)), 'GUEST_RIGHT')
  t.equal(codeOf(await push(secret)), 'GUEST_CLOSED', 'the link alone is nobody')
  t.equal(codeOf(await push(guest, 'x'.repeat(300_000))), 'BODY_TOO_LARGE')
  for (const name of ['', ' ', 'x'.repeat(41), '\u202e\u0007'])
    t.ok(
      (await ask(port, '/v1/guest/enter', { method: 'POST', headers: secret, body: { name } })).status >= 400,
      JSON.stringify(name),
    )
  for (let number = 1; number < 32; number++) await enter(`Guest ${number}`)
  const full = await ask(port, '/v1/guest/enter', {
    method: 'POST',
    headers: secret,
    body: { name: 'One more' },
  })
  t.equal(codeOf(full), 'GUEST_MANY')
  let last = await push(guest)
  for (let number = 0; number < 300 && codeOf(last) !== 'GUEST_RATE'; number++) last = await push(guest)
  t.equal(codeOf(last), 'GUEST_RATE')
})

import test from 'tape'
import { until } from '@allmende/testkit'
import type { GuestRight } from '../src/guests/contract.ts'
import { ROUTES } from '../src/routes/index.ts'
import { ask, codeOf, sentRaw } from './fake/ask.ts'
import { EVENTS, HANDSHAKE } from './fake/doors.ts'
import { BENCH, NOTES } from './fake/samples.ts'
import { served } from './fake/served.ts'

/** A node with a door for guests. */
async function stage(t: test.Test, what: { thing?: string; right?: GuestRight; seconds?: number } = {}) {
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
  const protocols = `allmende.v1, ${bearer.authorization.replace(' ', '.')}`
  for (const headers of [
    host,
    secret,
    { ...host, ...bearer },
    { ...host, 'sec-websocket-protocol': protocols },
  ])
    t.equal(
      (await ask(port, EVENTS, { headers: { ...HANDSHAKE, ...headers } })).status,
      404,
      'nor does anything become a WebSocket',
    )
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

test('GU2 what is not HTTP is answered in the shape of every other error, also to guests', async (t) => {
  const { port, host } = await stage(t)
  t.ok((await sentRaw(port, '\u0000\u0001 hello\r\n\r\n')).includes('{"error":{"code":"REQUEST_INVALID"'))
  t.equal((await ask(port, '/', { headers: host })).status, 200, 'and it goes on')
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

const OFFER = { key: 'aaaaaaaa', text: 'Once or twice\n', heads: ['h1'], why: 'Twice is safer.' }

test('GU9 what a guest suggests goes to the host’s node in the guest’s name, once, and is told what became of it', async (t) => {
  const { port, node, enter } = await stage(t, { right: 'suggest' })
  const [ina, omar] = [await enter('Ina'), await enter('Omar')]
  const asked: Parameters<typeof node.draftSuggest>[0][] = []
  const suggest = node.draftSuggest.bind(node)
  node.draftSuggest = (request) => {
    asked.push(request)
    return suggest(request)
  }
  t.deepEqual((await ask(port, '/v1/guest/copy', { headers: ina })).json, { text: 'Once\n', heads: ['h1'] })
  const send = (headers: Record<string, string>, body: object = OFFER) =>
    ask(port, '/v1/guest/suggestions', { method: 'POST', headers, body })
  const [first, again] = [await send(ina), await send(ina)]
  t.deepEqual([first.status, again.json], [200, first.json])
  const { key: _key, why: title, ...rest } = OFFER
  t.deepEqual(asked, [{ ...rest, title, draft: NOTES.id, guest: 'Ina' }], 'sent again, it is the same one')
  type Told = { suggestions: { state: string; pieces: number; accepted: number; declined: number }[] }
  const told = async (headers: Record<string, string>) =>
    ((await ask(port, '/v1/guest/suggestions', { headers })).json as Told).suggestions.map(
      ({ state, pieces, accepted, declined }) => [state, pieces, accepted, declined],
    )
  t.deepEqual(await told(ina), [['partly', 2, 1, 0]])
  t.deepEqual(await told(omar), [], 'what others suggested is not theirs to see')
  t.deepEqual(
    await ask(port, '/v1/guest/updates', {
      method: 'POST',
      headers: ina,
      body: { client: 'a', table: 't', version: 0, updates: [[{ from: 0, to: 0, insert: 'x' }]] },
    }).then(codeOf),
    'GUEST_RIGHT',
    'what counts at once is refused',
  )
})

test('GU9 with another right, too often, too much or without a reason nothing can be suggested', async (t) => {
  for (const right of ['view', 'edit'] as const) {
    const { port, enter } = await stage(t, { right })
    const headers = await enter('Ina')
    const answers = [
      await ask(port, '/v1/guest/copy', { headers }),
      await ask(port, '/v1/guest/suggestions', { headers }),
      await ask(port, '/v1/guest/suggestions', { method: 'POST', headers, body: OFFER }),
    ]
    t.deepEqual(answers.map(codeOf), ['GUEST_RIGHT', 'GUEST_RIGHT', 'GUEST_RIGHT'], right)
  }
  const { port, node, secret, enter } = await stage(t, { right: 'suggest' })
  const [ina, omar] = [await enter('Ina'), await enter('Omar')]
  const send = async (headers: Record<string, string>, change: object = {}) =>
    codeOf(
      await ask(port, '/v1/guest/suggestions', { method: 'POST', headers, body: { ...OFFER, ...change } }),
    )
  t.equal(await send(secret, { text: 'x'.repeat(7_000_000) }), 'GUEST_CLOSED', 'the link alone is nobody')
  t.equal(await send(ina, { why: ' \u202e ' }), 'GUEST_WHY')
  t.equal(await send(ina, { why: 'x'.repeat(1_000) }), 'REQUEST_INVALID')
  t.equal(await send(ina, { guest: 'Anna' }), 'REQUEST_INVALID', 'the name is the one they came in with')
  t.equal(await send(ina, { text: 'x'.repeat(7_000_000) }), 'BODY_TOO_LARGE')
  t.equal(await send(ina), undefined)
  t.equal(await send(ina, { key: 'bbbbbbbb' }), 'GUEST_RATE')
  const shown = node.draftSuggestions.bind(node)
  node.draftSuggestions = async (reference) => {
    const all = await shown(reference)
    const many = all.suggestions.map((one) => {
      const [piece] = one.pieces.filter(({ state }) => state === 'open')
      return { ...one, pieces: Array.from({ length: 128 }, () => piece!) }
    })
    return { ...all, suggestions: many }
  }
  t.equal(await send(omar), 'GUEST_WAITING', 'of all guests of the door')
})

test('GU11 a guest who may write sets marks in the guest’s name and takes them off; with another right, too often or too much not', async (t) => {
  const MARK = { quote: 'Once', near: 0, name: 'strong' }
  for (const right of ['view', 'suggest'] as const) {
    const { port, enter } = await stage(t, { right })
    const headers = await enter('Ina')
    const marks = await ask(port, '/v1/guest/marks', { headers })
    t.deepEqual((marks.json as { marks: { name: string }[] }).marks.map(Object.keys), [
      ['name', 'from', 'to', 'text'],
    ])
    const refused = await ask(port, '/v1/guest/marks', { method: 'POST', headers, body: MARK })
    t.equal(codeOf(refused), 'GUEST_RIGHT', right)
  }
  const { port, node, secret, enter } = await stage(t)
  const asked: object[] = []
  node.markDraft = async (request) => {
    asked.push(request)
    return { id: NOTES.id, title: NOTES.title, name: 'strong', value: true, text: 'Once' }
  }
  const ina = await enter('Ina')
  const send = async (headers: Record<string, string>, change: object = {}) =>
    codeOf(await ask(port, '/v1/guest/marks', { method: 'POST', headers, body: { ...MARK, ...change } }))
  t.equal(await send(ina), undefined)
  t.equal(await send(ina, { value: null }), undefined)
  t.deepEqual(asked, [
    { ...MARK, draft: NOTES.id, guest: 'Ina' },
    { ...MARK, value: null, draft: NOTES.id, guest: 'Ina' },
  ])
  t.equal(await send(secret), 'GUEST_CLOSED', 'the link alone is nobody')
  for (const change of [
    { guest: 'Anna' },
    { draft: 'another' },
    { name: 'blink' },
    { value: 7 },
    { value: 'x'.repeat(2_001) },
    { quote: '' },
    { quote: 'x'.repeat(16_001) },
  ])
    t.equal(await send(ina, change), 'REQUEST_INVALID', JSON.stringify(change).slice(0, 40))
  t.equal(await send(ina, { quote: 'x'.repeat(200_000) }), 'BODY_TOO_LARGE')
  let last = await send(ina)
  for (let number = 0; number < 40 && last !== 'GUEST_RATE'; number++) last = await send(ina)
  t.equal(last, 'GUEST_RATE')
  t.ok(asked.length < 40, `${asked.length} were set`)
})

test('GU10 what the host may not edit is opened for reading or suggesting only, and what is closed for reading', async (t) => {
  const { client, node } = await stage(t, { right: 'view' })
  const codeFor = (right: GuestRight) =>
    client.openGuest({ thing: NOTES.id, right, hosts: ['127.0.0.1'], port: 0 }).then(
      () => 'open',
      (error: { code: string }) => error.code,
    )
  const codes = () => Promise.all((['view', 'suggest', 'edit'] as const).map(codeFor))
  t.deepEqual(await codes(), ['open', 'open', 'open'])
  const shown = node.draftSuggestions.bind(node)
  node.draftSuggestions = async (reference) => ({ ...(await shown(reference)), mayAnswer: false })
  t.deepEqual(await codes(), ['open', 'open', 'GUEST_MAY_NOT'])
  const access = node.draftAccess.bind(node)
  node.draftAccess = async (request) => ({ ...(await access(request)), closed: true })
  t.deepEqual(await codes(), ['open', 'GUEST_SHUT', 'GUEST_SHUT'])
})

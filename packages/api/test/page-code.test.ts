import test from 'tape'
import { enterPage } from '../src/client/index.ts'
import { PAGE_CODE_MS, RELOAD_AGAIN_MS, TAB_CODE_MS } from '../src/limits.ts'
import { serve } from '../src/serve.ts'
import { ask, codeOf } from './fake/ask.ts'
import { served } from './fake/served.ts'

const codeIn = (address: string): string => address.split('/#code=')[1] ?? ''
const errorOf = (entering: Promise<unknown>): Promise<string> =>
  entering.then(
    () => 'let in',
    (error: { code: string }) => error.code,
  )

test('AP23 the address of the page opens it once; its code is traded for a bearer, which the address never has', async (t) => {
  const { server, port, token, client } = await served(t)
  const { url, pageUrl } = server
  const code = codeIn(pageUrl)
  t.match(code, /^[A-Za-z0-9_-]{43}$/, '256 bits')
  t.equal((await client.page()).url, pageUrl, 'nobody used it yet: whoever asks gets the same')
  const asBearer = await ask(port, '/v1/status', { headers: { authorization: `Bearer ${code}` } })
  t.equal(codeOf(asBearer), 'TOKEN_WRONG', 'a code is no bearer')
  const entered = await enterPage({ url, code })
  const headers = { authorization: `Bearer ${entered.token}` }
  t.equal((await ask(port, '/v1/status', { headers })).status, 200, 'the bearer opens the API')
  t.equal(new Set([code, token, entered.token, entered.again]).size, 4, 'all of them are different secrets')
  const refused = await ask(port, '/v1/page/enter', { method: 'POST', body: { code } })
  t.deepEqual([refused.status, codeOf(refused)], [401, 'PAGE_CODE_USED'], 'a second time it is refused')
  t.ok(refused.text.includes('`allmende status`'), 'and it is said what to do')
  t.notEqual(codeIn(server.pageUrl), code, 'the next address has another code')
})

test('AP23 a code is old after an hour, one for another tab after a minute, and all with the run of the node', async (t) => {
  let now = 1_000_000
  const { server, client, node, home } = await served(t, {}, { clock: { now: () => now } })
  const { url } = server
  const code = codeIn(server.pageUrl)
  const { code: other } = await client.pageCode()
  now += TAB_CODE_MS
  t.equal(await errorOf(enterPage({ url, code: other })), 'PAGE_CODE_OLD', 'the tab’s')
  now += PAGE_CODE_MS - TAB_CODE_MS
  t.equal(await errorOf(enterPage({ url, code })), 'PAGE_CODE_OLD', 'the address’s')
  const { token, again } = await enterPage({ url, code: codeIn(server.pageUrl) })
  const printed = codeIn(server.pageUrl)
  await server.close()
  const next = await serve({ node, home, port: 0, assets: new Map() })
  t.teardown(() => next.close())
  const headers = { authorization: `Bearer ${token}` }
  t.equal(codeOf(await ask(next.port, '/v1/status', { headers })), 'TOKEN_WRONG', 'a bearer of before')
  for (const old of [again, printed, 'x', ''])
    t.match(await errorOf(enterPage({ url: next.url, code: old })), /^(?:PAGE_CODE_OLD|REQUEST_INVALID)$/)
})

test('AP23 a reload takes a code of its own, and one that is cut off by the next takes it again for a moment', async (t) => {
  let now = 1_000_000
  const { server } = await served(t, {}, { clock: { now: () => now } })
  const { url } = server
  const first = await enterPage({ url, code: codeIn(server.pageUrl) })
  now += 40 * PAGE_CODE_MS
  const second = await enterPage({ url, code: first.again })
  t.notEqual(second.again, first.again, 'days later; it gets a new one')
  now += RELOAD_AGAIN_MS
  await enterPage({ url, code: first.again })
  t.pass('the first reload was cut off before it was answered')
  now += 1
  t.equal(await errorOf(enterPage({ url, code: first.again })), 'PAGE_CODE_USED', 'later it is used')
})

test('AP23 a page of another origin can’t trade a code, and the body of whoever has none is short', async (t) => {
  const { port, server } = await served(t)
  const body = { code: codeIn(server.pageUrl) }
  for (const headers of [{ origin: 'http://127.0.0.1:1' }, { 'sec-fetch-site': 'same-site' }] as Record<
    string,
    string
  >[]) {
    const refused = await ask(port, '/v1/page/enter', { method: 'POST', body, headers })
    t.equal(codeOf(refused), 'ORIGIN_REFUSED', Object.keys(headers).join())
  }
  const long = await ask(port, '/v1/page/enter', { method: 'POST', body: { code: 'x'.repeat(2_000) } })
  t.deepEqual([long.status, codeOf(long)], [413, 'BODY_TOO_LARGE'])
  await enterPage({ url: server.url, code: body.code })
  t.pass('the code is still good')
})

import { readFileSync } from 'node:fs'
import test from 'tape'
import { ERRORS } from '../src/errors.ts'
import { VERSION } from '../src/version.ts'
import { DRAFT_BODY_BYTES } from '../src/limits.ts'
import { ask, codeOf, sentRaw } from './fake/ask.ts'
import { served } from './fake/served.ts'

test('every error has the one shape, with the status of its table', async (t) => {
  const { port, bearer } = await served(t)
  const asked = await ask(port, '/v1/things/unheard', { headers: bearer })
  t.equal(asked.status, 404)
  t.deepEqual(asked.json, {
    error: {
      code: 'THING_UNKNOWN',
      message: 'nothing known is unheard',
      found: 'unheard',
      hint: 'see `allmende find`',
    },
  })
})

test('an error nobody foresaw says nothing of the inside, but the log does', async (t) => {
  const { port, bearer, home, logger } = await served(t)
  const asked = await ask(port, '/v1/things/boom', { headers: bearer })
  t.deepEqual([asked.status, codeOf(asked)], [500, 'INTERNAL'])
  t.notOk(asked.text.includes(home) || asked.text.includes('secret'), 'nothing leaks')
  const [entry] = logger.find('nobody foresaw', 'error')
  t.ok(String(entry?.fields['error']).includes('secret path'), 'the log has it')
  const streamed = await ask(port, '/v1/copies', { method: 'POST', headers: bearer, body: { from: 'boom' } })
  t.ok(streamed.text.includes('"INTERNAL"') && !streamed.text.includes('secret'), 'neither in a stream')
})

test('a request that is wrong is told where, what was expected and what was found', async (t) => {
  const { port, bearer, node } = await served(t)
  type Case = [path: string, body: unknown, place: string]
  const cases: Case[] = [
    ['/v1/commons', { name: 'x' }, 'body'],
    ['/v1/commons', { name: 'x', public: 'yes' }, 'body.public'],
    ['/v1/commons', { name: '', public: true }, 'body.name'],
    ['/v1/commons', { name: 'x', public: true, colour: 'red' }, 'body'],
    ['/v1/commons', [], 'body'],
    ['/v1/commons', null, 'body'],
    ['/v1/copies', { from: 1 }, 'body.from'],
    ['/v1/drafts/x/splices', { splices: [{ at: -1, remove: 0, insert: '' }] }, 'body.splices.0.at'],
  ]
  for (const [path, body, place] of cases) {
    const asked = await ask(port, path, { method: 'POST', headers: bearer, body })
    const { message, expected, found } = (asked.json as { error: Record<string, string> }).error
    t.deepEqual([asked.status, codeOf(asked)], [400, 'REQUEST_INVALID'], JSON.stringify(body))
    t.ok(message?.endsWith(`at ${place}`) && expected && found, `${message}: ${expected}, ${found}`)
  }
  for (const query of ['limit=x', 'limit=-1', 'limit=1&limit=2', 'colour=red'])
    t.equal(codeOf(await ask(port, `/v1/find?${query}`, { headers: bearer })), 'REQUEST_INVALID', query)
  t.deepEqual(node.calls, [], 'the node was never asked')
})

test('what is not JSON, too large, unknown or malformed has an error of its own', async (t) => {
  const { port, bearer } = await served(t)
  const post = (path: string, raw: string) => ask(port, path, { method: 'POST', headers: bearer, raw })
  t.equal(codeOf(await post('/v1/commons', '{"name"')), 'BODY_NOT_JSON')
  t.equal(codeOf(await post('/v1/commons', '')), 'BODY_NOT_JSON')
  t.equal(
    codeOf(await post('/v1/commons', '{"__proto__": {"a": 1}}')),
    'BODY_NOT_JSON',
    'nothing is polluted',
  )
  const large = JSON.stringify({ name: 'x'.repeat(2_000_000), public: true })
  t.equal(codeOf(await post('/v1/commons', large)), 'BODY_TOO_LARGE')
  const whole = JSON.stringify({ text: 'x'.repeat(2_000_000) })
  t.equal((await post('/v1/drafts/notes/text', whole)).status, 200, 'a whole draft may be larger')
  const beyond = JSON.stringify({ text: 'x'.repeat(DRAFT_BODY_BYTES) })
  t.equal(codeOf(await post('/v1/drafts/notes/text', beyond)), 'BODY_TOO_LARGE', 'but not endless')
  t.equal(codeOf(await ask(port, '/v1/nothing', { headers: bearer })), 'ROUTE_UNKNOWN')
  t.equal(codeOf(await ask(port, '/v1/status', { method: 'DELETE', headers: bearer })), 'ROUTE_UNKNOWN')
  t.equal(codeOf(await ask(port, '/v1/things/%zz', { headers: bearer })), 'REQUEST_INVALID')
})

test('what is not HTTP is answered in the same shape, and the node goes on', async (t) => {
  const { port, client } = await served(t)
  const text = await sentRaw(port, '\u0000\u0001 hello\r\n\r\n')
  t.ok(text.includes('{"error":{"code":"REQUEST_INVALID"'), text.split('\r\n')[0])
  t.equal((await client.status()).node, 'nodenodenode')
})

test('the table of errors and the README name the same errors', (t) => {
  const readme = readFileSync(new URL('../README.md', import.meta.url), 'utf8')
  const named = [...readme.matchAll(/^\| `([A-Z_]+)` \|/gm)].map(([, code]) => code ?? '')
  const thrown = [...Object.keys(ERRORS), 'STORE_IN_USE', 'NODE_GONE', 'ANSWER_STRANGE']
  t.deepEqual(named.toSorted(), thrown.toSorted())
  t.end()
})

test('the version it tells is the one of its package.json', (t) => {
  const manifest = JSON.parse(readFileSync(new URL('../package.json', import.meta.url), 'utf8')) as {
    version: string
  }
  t.equal(VERSION, manifest.version)
  t.end()
})

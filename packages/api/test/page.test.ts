import test from 'tape'
import { ask, codeOf } from './fake/ask.ts'
import { served } from './fake/served.ts'
import { installedAssets } from '../src/server/assets.ts'

const bytes = (text: string) => new TextEncoder().encode(text)
const ASSETS = new Map([
  ['index.html', { type: 'text/html; charset=utf-8', body: bytes('<p>page') }],
  ['/js/main.js', { type: 'text/javascript', body: bytes('1') }],
])

test('the page’s files are served without a token, and nothing else is', async (t) => {
  const { port } = await served(t, {}, { assets: ASSETS })
  const page = await ask(port, '/')
  t.deepEqual(
    [page.status, page.text, page.headers['content-type']],
    [200, '<p>page', 'text/html; charset=utf-8'],
  )
  t.equal((await ask(port, '/js/main.js')).text, '1')
  t.equal((await ask(port, '/', { method: 'HEAD' })).status, 200)
  for (const path of ['/js/', '/js/../token', '/../token', '/%2e%2e/token', '/js/main.js/x', '//etc/passwd'])
    t.equal(codeOf(await ask(port, path)), 'ROUTE_UNKNOWN', path)
})

test('an installation without a page says so', async (t) => {
  const { port } = await served(t)
  t.ok((await ask(port, '/')).text.includes('allmende --help'))
  t.ok((await installedAssets()) instanceof Map, 'the package of the page is asked')
})

test('AP25 every answer forbids inline scripts, other origins, framing, sniffing and caching', async (t) => {
  const { port, bearer } = await served(t, {}, { assets: ASSETS })
  for (const path of [
    '/',
    '/v1/status',
    '/nowhere',
    '/openapi.json',
    '/v1/things/%zz',
    '/v1/commons/Garden/records',
  ]) {
    const { headers } = await ask(port, path, { headers: bearer })
    const policy = headers['content-security-policy'] as string
    t.ok(
      policy.includes("default-src 'none'") && policy.includes("frame-ancestors 'none'"),
      `${path}: policy`,
    )
    t.notOk(/unsafe|\*|https?:/.test(policy), `${path}: no exception`)
    t.deepEqual(
      [
        headers['x-content-type-options'],
        headers['referrer-policy'],
        headers['cross-origin-resource-policy'],
        headers['cache-control'],
        headers['set-cookie'],
      ],
      ['nosniff', 'no-referrer', 'same-origin', 'no-store', undefined],
      path,
    )
  }
})

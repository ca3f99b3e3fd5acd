import { createRequire } from 'node:module'
import test from 'tape'
import { ask, codeOf } from './fake/ask.ts'
import { served } from './fake/served.ts'

const { cache } = createRequire(import.meta.url)
const loaded = (): boolean => Object.keys(cache).some((path) => /[\\/]ajv[\\/]dist[\\/]/.test(path))

test('what checks requests is loaded and made when a route is first asked, and refuses from the first request on', async (t) => {
  const { port, bearer } = await served(t)
  t.notOk(loaded(), 'not by a server that answers')
  // Two at once: neither is let past while the modules are loaded.
  const body = { name: 7 }
  const both = [1, 2].map(() => ask(port, '/v1/commons', { method: 'POST', headers: bearer, body }))
  for (const asked of await Promise.all(both))
    t.deepEqual([asked.status, codeOf(asked)], [400, 'REQUEST_INVALID'], asked.text)
  t.ok(loaded(), 'by a request')
})

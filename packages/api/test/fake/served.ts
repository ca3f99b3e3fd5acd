import type { Test } from 'tape'
import { collectingLogger, temporaryFolder } from '@allmende/testkit'
import { createClient, httpTransport } from '../../src/client/index.ts'
import { readToken } from '../../src/home/token.ts'
import { serve, type ServeOptions } from '../../src/serve.ts'
import { createFakeNode, type FakeScript } from './node.ts'

/** A fake node served on any free port for the length of a test. */
export async function served(t: Test, script: FakeScript = {}, options: Partial<ServeOptions> = {}) {
  const home = temporaryFolder(t)
  const node = createFakeNode(home, script)
  const logger = collectingLogger()
  const server = await serve({ node, home, port: 0, logger, assets: new Map(), ...options })
  t.teardown(() => server.close())
  const token = (await readToken(home)) ?? ''
  const bearer = { authorization: `Bearer ${token}` }
  const client = createClient(httpTransport({ url: server.url, token }))
  return { home, node, logger, server, port: server.port, token, bearer, client }
}

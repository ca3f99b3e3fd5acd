import { existsSync } from 'node:fs'
import test, { type Test } from 'tape'
import { temporaryFolder, until } from '@allmende/testkit'
import type { AllmendeClient } from '../src/client/index.ts'
import { daemonFile } from '../src/home/daemon-file.ts'
import { embed, serve } from '../src/index.ts'
import { openFakeNode, type FakeNode } from './fake/node.ts'
import { served } from './fake/served.ts'

async function embedded(t: Test) {
  const home = temporaryFolder(t)
  let node: FakeNode | undefined
  const open = async (options: { home: string }) => (node = await openFakeNode(options))
  const within = await embed({ home, open })
  t.teardown(() => within.close())
  return { client: within.client, node: node!, home, within, open }
}

/** Each call of the client, and what must come back: the same over HTTP and within the process. */
const CALLS: Record<string, (client: AllmendeClient) => Promise<unknown>> = {
  status: async (client) => (await client.status()).node,
  listCommons: async (client) => (await client.listCommons()).map(({ name }) => name),
  createCommons: async (client) => (await client.createCommons({ name: 'Shed & Öl', public: false })).name,
  find: async (client) => (await client.find({ words: 'bench', limit: 5 })).total,
  show: async (client) => (await client.show('allmende:benchlink')).files?.length,
  share: async (client) => {
    const seen: number[] = []
    const { title } = await client.share(
      { path: '/x', licence: 'CC0-1.0', tags: ['a b'] },
      { onProgress: ({ done }) => seen.push(done) },
    )
    return [title, seen.at(-1)]
  },
  copy: async (client) => (await client.copy({ from: 'bench', to: '/x' })).fetched,
  draft: async (client) => {
    const { id } = await client.createDraft({ editors: 'commons', title: 'Plan', text: 'ä' })
    return client.editDraft({ draft: id, text: 'ä\n€ 🌳', heads: ['h1'] })
  },
  history: async (client) => (await client.draftHistory('notes')).changes.length,
  error: async (client) =>
    client.show('unheard').catch((error: { code: string; hint: string }) => [error.code, error.hint]),
  invalid: async (client) =>
    client.createCommons({ name: '', public: true }).catch((error: { code: string }) => error.code),
  internal: async (client) => client.show('boom').catch((error: { code: string }) => error.code),
  export: async (client) => {
    const ids = []
    for await (const { id } of client.exportRecords('Garden')) ids.push(id)
    return ids
  },
}

test('the client gets the same answers from a daemon and within the process', async (t) => {
  const { client: far } = await served(t)
  const { client: near } = await embedded(t)
  for (const [name, call] of Object.entries(CALLS)) {
    const answer = await call(near)
    t.ok(answer !== undefined, `${name}: ${JSON.stringify(answer)}`)
    t.deepEqual(answer, await call(far), `${name}: the same over HTTP`)
  }
})

test('within the process too, an aborted call aborts the action', async (t) => {
  const { client, node } = await embedded(t)
  const controller = new AbortController()
  await client
    .copy({ from: 'bench', to: '/slow' }, { signal: controller.signal, onProgress: () => controller.abort() })
    .then(
      () => t.fail('copied'),
      (error: { code: string }) => t.equal(error.code, 'CANCELLED'),
    )
  await until(() => node.aborted.includes('copy'))
  await client
    .copy({ from: 'bench' }, { signal: AbortSignal.abort() })
    .catch((error: { code: string }) =>
      t.equal(error.code, 'CANCELLED', 'one that was aborted before is not begun'),
    )
})

test('within the process too, a draft and events are followed live', async (t) => {
  const { client, node } = await embedded(t)
  const controller = new AbortController()
  const { signal } = controller
  const seen: string[] = []
  const ends = [
    client.followDraft('notes', { signal, onEvent: ({ type }) => seen.push(type) }),
    client.events({ signal, onEvent: ({ type }) => seen.push(type) }),
  ]
  await until(() => seen.includes('text'))
  await client.spliceDraft({ draft: 'notes', splices: [{ at: 0, remove: 0, insert: 'x' }] })
  await until(() => {
    node.emit({ type: 'progress', commons: 'x', behind: 0 })
    return seen.includes('change') && seen.includes('progress')
  })
  controller.abort()
  await Promise.all(ends)
  t.pass('both ended without error')
})

test('an embedded node leaves no socket and no daemon.json, and can be served meanwhile', async (t) => {
  const { home, node, within } = await embedded(t)
  t.notOk(existsSync(daemonFile(home)))
  const server = await serve({ node, home, port: 0, assets: new Map() })
  t.ok(existsSync(daemonFile(home)))
  await server.close()
  await within.close()
  t.notOk(existsSync(daemonFile(home)))
})

test('a home that another process uses is told with its pid and address', async (t) => {
  const { home, node, open } = await embedded(t)
  const refused = () =>
    embed({ home, open }).then(
      () => t.fail('opened') as never,
      (error: { code: string; found: string }) => error,
    )
  const alone = await refused()
  t.deepEqual([alone?.code, alone?.found], ['STORE_IN_USE', 'a command that is still at work there'])
  const server = await serve({ node, home, port: 0, assets: new Map() })
  t.teardown(() => server.close())
  const { found } = await refused()
  t.ok(found.includes(`pid ${process.pid}`) && found.includes(server.url), found)
})

test('stopping and the page need a daemon', async (t) => {
  const { client } = await embedded(t)
  for (const call of [() => client.stop(), () => client.page()])
    await call().then(
      () => t.fail('answered'),
      (error: { code: string }) => t.equal(error.code, 'NODE_NOT_RUNNING'),
    )
})

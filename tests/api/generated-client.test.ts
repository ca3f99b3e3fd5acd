import { mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { pathToFileURL } from 'node:url'
import { Validator } from '@seriousme/openapi-schema-validator'
import { generateSource } from 'oazapfts'
import test from 'tape'
import { readToken, serve } from '@allmende/api'
import { silentLogger, temporaryFolder } from '@allmende/testkit'
import { scene } from '../scene.ts'

type Answer<Data> = { status: number; data: Data }
type Failure = { status: number; data: { error: { code: string } } }
type Options = { baseUrl: string; headers: Record<string, string> }

/** As the generator names the operations of the document. */
type Generated = {
  share(body: object, options: Options): Promise<Answer<{ id: string; files: number }>>
  find(query: object, options: Options): Promise<Answer<{ results: { id: string }[]; total: number }>>
  copy(body: object, options: Options): Promise<Answer<{ files: number }>>
}

test('AP27 the OpenAPI document is valid, as a public validator sees it', async (t) => {
  const { openapi } = await import('@allmende/api')
  // As it goes over the wire.
  const checked = await new Validator().validate(
    JSON.parse(JSON.stringify(openapi())) as Record<string, unknown>,
  )
  t.notOk((await new Validator().validate({ openapi: '3.1.0' })).valid, 'it refuses what is none')
  t.ok(checked.valid, JSON.stringify(checked.errors ?? 'valid').slice(0, 1_000))
})

test('AP27 a client generated from the document by a public generator shares, finds and copies', async (t) => {
  const { open, home, files, folder } = scene(t)
  const anna = await open('anna')
  await anna.createCommons({ name: 'Garden', public: false })
  const server = await serve({
    node: anna,
    home: home('anna'),
    port: 0,
    logger: silentLogger,
    assets: new Map(),
  })
  t.teardown(() => server.close())
  const client = await generated(`${server.url}/openapi.json`, temporaryFolder(t))
  const options = {
    baseUrl: server.url,
    headers: { authorization: `Bearer ${await readToken(home('anna'))}` },
  }
  const path = files('bench', { 'README.md': '# Bench' })
  const shared = await client.share({ path, title: 'Bench', licence: 'CC-BY-SA-4.0' }, options)
  t.deepEqual([shared.status, shared.data.files], [200, 1], 'shared')
  const found = await client.find({ words: 'bench' }, options)
  t.deepEqual(
    found.data.results.map(({ id }) => id),
    [shared.data.id],
    'found',
  )
  const to = join(folder, 'copied')
  const copied = await client.copy({ from: shared.data.id, to }, options)
  t.equal(copied.data.files, 1, 'copied')
  t.equal(readFileSync(join(to, 'README.md'), 'utf8'), '# Bench')
  const refused = (await client.copy({ from: 'nothing-of-that-name', to }, options)) as unknown as Failure
  t.equal(refused.status, 404, 'an action that fails has the status of its error')
  t.ok(refused.data.error.code.length > 0, refused.data.error.code)
})

/** Generates the client from the address of the document and loads it. */
async function generated(document: string, folder: string): Promise<Generated> {
  const source = await generateSource(document)
  // The runtime that it imports is found from these tests, not from the temporary folder.
  const runtime = import.meta.resolve('@oazapfts/runtime')
  const query = import.meta.resolve('@oazapfts/runtime/query')
  mkdirSync(folder, { recursive: true })
  const file = join(folder, 'client.ts')
  writeFileSync(
    file,
    source
      .replaceAll('"@oazapfts/runtime/query"', `"${query}"`)
      .replaceAll('"@oazapfts/runtime"', `"${runtime}"`),
  )
  return (await import(pathToFileURL(file).href)) as Generated
}

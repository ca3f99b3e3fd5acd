import { readFileSync } from 'node:fs'
import { stripTypeScriptTypes } from 'node:module'
import { join } from 'node:path'
import test from 'tape'
import * as files from '../src/index.ts'
import { always, folderWith, openReader, openWriter, treeOf } from './stores.ts'

test('the example of README.md works as it stands', async (t) => {
  const readme = readFileSync(new URL('../README.md', import.meta.url), 'utf8')
  const example = /```ts\n([\s\S]*?)```/.exec(readme)?.[1] ?? ''
  const body = stripTypeScriptTypes(example.replace(/^import .*$/m, ''))
  t.match(body, /copyOut/)
  const writer = await openWriter(t)
  const core = await openReader(t, writer.core.key, writer.core)
  const folder = folderWith(t, { 'garden-chair/README.md': '# Chair', 'garden-chair/cut.svg': '<svg/>' })
  const AsyncFunction = Object.getPrototypeOf(async () => undefined).constructor as FunctionConstructor
  const names = [...Object.keys(files), 'commons', 'openCore']
  const before = process.cwd()
  process.chdir(folder)
  t.teardown(() => process.chdir(before))
  const run = AsyncFunction(...names, body) as (...values: unknown[]) => Promise<void>
  await run(...Object.values(files), { filesWriter: () => Promise.resolve(writer) }, always(core))
  t.deepEqual(treeOf(join(folder, 'my-garden-chair')), treeOf(join(folder, 'garden-chair')))
})

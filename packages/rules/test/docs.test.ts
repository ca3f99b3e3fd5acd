import test from 'tape'
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { pathToFileURL } from 'node:url'

const root = new URL('..', import.meta.url)
const read = (name: string) => readFileSync(new URL(name, root), 'utf8')

test('the example of the README runs', async (t) => {
  const example = /^```ts\n(.*?)^```/ms.exec(read('README.md'))?.[1]
  t.ok(example, 'there is one')
  const folder = mkdtempSync(join(tmpdir(), 'allmende-readme-'))
  t.teardown(() => rmSync(folder, { recursive: true }))
  const file = join(folder, 'example.ts')
  const rules = new URL('src/index.ts', root).href
  const vocabulary = new URL('../vocabulary/src/index.ts', root).href
  writeFileSync(file, example!.replace('@allmende/rules', rules).replace('@allmende/vocabulary', vocabulary))
  await import(pathToFileURL(file).href)
  t.pass('to its end')
})

import test from 'tape'
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { pathToFileURL } from 'node:url'
import { INTEROP_ERRORS } from '../src/index.ts'

const root = new URL('..', import.meta.url)
const read = (name: string) => readFileSync(new URL(name, root), 'utf8')

test('the example of the README runs', async (t) => {
  const example = /^```ts\n(.*?)^```/ms.exec(read('README.md'))?.[1]
  t.ok(example, 'there is one')
  const folder = mkdtempSync(join(tmpdir(), 'allmende-readme-'))
  t.teardown(() => rmSync(folder, { recursive: true }))
  const file = join(folder, 'example.ts')
  writeFileSync(file, example!.replace('@allmende/interop', new URL('src/index.ts', root).href))
  await import(pathToFileURL(file).href)
  t.pass('to its end')
})

test('the findings in SPEC.md are those in the source', (t) => {
  const told = Array.from(
    read('SPEC.md').matchAll(/^\| `([A-Z0-9_]+)` \| (\d+) \| (.*) \|$/gm),
    ([, code, status, message]) => [code, Number(status), message],
  )
  t.deepEqual(
    told,
    Object.entries(INTEROP_ERRORS).map(([code, row]) => [code, row.status, row.message]),
  )
  t.end()
})

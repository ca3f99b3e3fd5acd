import { readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import test from 'tape'
import { ERRORS } from '../src/errors.ts'

const read = (name: string) => readFileSync(new URL(`../${name}`, import.meta.url), 'utf8')

test('the table of errors in SPEC.md is the one in the source', (t) => {
  const listed = [...read('SPEC.md').matchAll(/`(VIEWS_[A-Z_]+)`/g)].map(([, code]) => code)
  t.deepEqual(new Set(listed), new Set(Object.keys(ERRORS)))
  t.end()
})

test('the example in the README runs', async (t) => {
  const example = /```ts\n([\s\S]*?)```/.exec(read('README.md'))?.[1]
  // Beside this file, so that the names of the packages are found from there.
  const file = join(import.meta.dirname, `readme-example-${process.pid}.ts`)
  t.teardown(async () => (await import('node:fs/promises')).rm(file, { force: true }))
  writeFileSync(file, example ?? 'throw new Error("no example")')
  await import(file)
  t.pass()
})

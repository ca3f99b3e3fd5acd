import { temporaryFolder } from '@allmende/testkit'
import { spawnSync } from 'node:child_process'
import { readFileSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import test from 'tape'

test('the example in the README works', (t) => {
  const here = fileURLToPath(new URL('.', import.meta.url))
  const readme = readFileSync(join(here, '..', 'README.md'), 'utf8')
  const example = /```ts\n([\s\S]*?)```/.exec(readme)?.[1] ?? ''
  const given = `
    const dir = ${JSON.stringify(temporaryFolder(t))}
    const clock = { now: () => Date.now() }
    const random = { bytes: (count) => crypto.getRandomValues(new Uint8Array(count)) }
    const logger = { debug() {}, info() {}, warn() {}, error() {} }
    const readKey = random.bytes(32)
  `
  const file = join(here, 'readme-example.mjs')
  const imports = example.split('\n').filter((line) => line.startsWith('import'))
  const rest = example.split('\n').filter((line) => !line.startsWith('import'))
  writeFileSync(file, [...imports, given, ...rest].join('\n'))
  t.teardown(() => rmSync(file, { force: true }))
  const run = spawnSync(process.execPath, [file], { encoding: 'utf8' })
  t.equal(run.status, 0, run.stderr)
  const lines = run.stdout.trim().split('\n')
  t.equal(lines[0]?.split(' ').length, 24, 'the words')
  t.same(
    lines.slice(1).map((line) => line.split(' ').slice(1).join(' ')),
    ['0 1', '1 1'],
    'the binding, and the profile',
  )
  t.end()
})

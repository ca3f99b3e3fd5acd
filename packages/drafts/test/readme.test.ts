import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { randomBytes } from 'node:crypto'
import { silentLogger, temporaryFolder } from '@allmende/testkit'
import test from 'tape'
import { openDrafts } from '../src/drafts.ts'
import { ERRORS } from '../src/errors.ts'
import { DRAFT, MemoryLogs, MemoryRecords } from './memory-logs.ts'

type Run = (...values: unknown[]) => Promise<void>

test('D2 the example of the README runs', async (t) => {
  const readme = readFileSync(join(import.meta.dirname, '../README.md'), 'utf8')
  const code = /```ts\n([\s\S]*?)```/.exec(readme)![1]!
  const body = code.replaceAll(/^import .*$/gm, '')
  const Async = Object.getPrototypeOf(async () => undefined).constructor as new (...parts: string[]) => Run
  const run = new Async('assert', 'openDrafts', 'options', 'logs', 'records', 'draftId', body)
  const options = {
    dir: temporaryFolder(t),
    logger: silentLogger,
    clock: { now: () => Date.now() },
    random: { bytes: (count: number) => randomBytes(count) },
  }
  const assert = await import('node:assert/strict')
  await run(assert.default, openDrafts, options, new MemoryLogs('anna'), new MemoryRecords(), DRAFT)
  t.pass('it runs, and its assertions hold')
})

test('D31 the table of errors in SPEC.md and the one in the code are the same', (t) => {
  const spec = readFileSync(join(import.meta.dirname, '../SPEC.md'), 'utf8')
  const listed = [...spec.matchAll(/^\| `([A-Z_]+)` \| (.*) \|$/gm)].map(([, code, message]) => [
    code,
    message,
  ])
  t.deepEqual(
    listed,
    Object.entries(ERRORS).map(([code, { message }]) => [code, message]),
  )
  t.end()
})

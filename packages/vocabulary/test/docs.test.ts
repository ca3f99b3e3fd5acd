import test from 'tape'
import { mkdtempSync, readFileSync, readdirSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { pathToFileURL } from 'node:url'
import {
  AllmendeError,
  type AnyRecord,
  KINDS,
  VOCABULARY_ERRORS,
  decodeRecord,
  encodeRecord,
  errorTable,
  fromJson,
  isAllmendeError,
  toJson,
  validate,
} from '../src/index.ts'
import { codeOf } from './code-of.ts'
import { blocks, fieldTable, page } from './pages.ts'
import { ALL, key } from './samples.ts'

const root = new URL('..', import.meta.url)
const read = (name: string) => readFileSync(new URL(name, root), 'utf8')

test('V33 every kind has a page, with the fields of its schema and examples that are what they say', (t) => {
  const pages = readdirSync(new URL('records/', root)).sort((a, b) => a.localeCompare(b))
  t.deepEqual(
    pages,
    KINDS.map(({ kind }) => `${kind}.md`).sort((a, b) => a.localeCompare(b)),
  )
  for (const kind of KINDS) {
    const text = page(kind.kind)
    t.ok(text.includes(fieldTable(kind)), `${kind.kind}.md has this table:\n${fieldTable(kind)}`)
    for (const heading of ['## Fields of the body', '## Example', '## What it does not mean'])
      t.ok(text.includes(heading))
    const json = blocks(text, 'json')
    const hex = blocks(text, 'hex')
    t.ok(json.length > 0 && json.length === hex.length, `${kind.kind}.md has examples, each with its bytes`)
    for (const [at, example] of json.entries()) {
      const record = fromJson(JSON.parse(example)) as AnyRecord
      const bytes = hex[at]!.replaceAll(/\s/g, '')
      t.deepEqual(
        decodeRecord(Buffer.from(bytes, 'hex')).record,
        record,
        `${kind.kind}: the bytes are read as the JSON says`,
      )
      t.deepEqual(validate(record), [])
      if (record.v === kind.version) t.equal(Buffer.from(encodeRecord(record)).toString('hex'), bytes)
    }
  }
  t.end()
})

test('V34 the table of errors in SPEC.md is the one in the source', (t) => {
  const spec = read('SPEC.md')
  const told = Array.from(
    spec.matchAll(/^\| `([A-Z0-9_]+)` \| (\d+) \| (.*) \|$/gm),
    ([, code, status, message]) => [code, Number(status), message],
  )
  t.deepEqual(
    told,
    Object.entries(VOCABULARY_ERRORS).map(([code, row]) => [code, row.status, row.message]),
  )
  t.ok(
    Object.values(VOCABULARY_ERRORS).every(({ message }) => !/^[A-Z][a-z]/.test(message)),
    'messages are in lower case',
  )
  t.end()
})

test('V34 an error carries code, status, message, expected, found and a hint', (t) => {
  const fail = errorTable({
    CUP_FULL: { status: 409, message: 'no room for {found} in {cup}', hint: 'empty the {cup}' },
  })
  const error = fail('CUP_FULL', { cup: 'blue one', expected: 'at most 2', found: '3', cause: 'rain' })
  t.deepEqual(
    [
      error.name,
      error.code,
      error.status,
      error.message,
      error.expected,
      error.found,
      error.hint,
      error.cause,
    ],
    [
      'AllmendeError',
      'CUP_FULL',
      409,
      'no room for 3 in blue one',
      'at most 2',
      '3',
      'empty the blue one',
      'rain',
    ],
  )
  t.ok(error instanceof AllmendeError && error instanceof Error && isAllmendeError(error))
  t.notOk(
    isAllmendeError(new Error('other')) || isAllmendeError({ code: 'X', status: 1, name: 'AllmendeError' }),
  )
  t.equal(
    fail('CUP_FULL', { hint: 'drink' }).hint,
    'drink',
    'a hint of the moment goes before that of the table',
  )
  t.end()
})

test('V35 a decoded value goes through JSON and comes back', (t) => {
  for (const record of ALL)
    t.deepEqual(fromJson(JSON.parse(JSON.stringify(toJson(record)))), record, record.kind)
  t.deepEqual(toJson({ a: [key(1).subarray(0, 2)] }), { a: [{ $hex: '2530' }] })
  for (const wrong of ['zz', 'abc', 5, null])
    t.equal(
      codeOf(() => fromJson({ $hex: wrong })),
      'JSON_HEX',
    )
  const poison = fromJson(JSON.parse('{"__proto__": {"polluted": true}}')) as object
  t.ok(Object.hasOwn(poison, '__proto__') && Object.getPrototypeOf(poison) === Object.prototype)
  t.end()
})

test('the example of the README runs', async (t) => {
  const [example] = blocks(read('README.md'), 'ts')
  t.ok(example, 'there is one')
  const folder = mkdtempSync(join(tmpdir(), 'allmende-readme-'))
  t.teardown(() => rmSync(folder, { recursive: true }))
  const file = join(folder, 'example.ts')
  writeFileSync(file, example!.replace("'@allmende/vocabulary'", `'${new URL('src/index.ts', root).href}'`))
  await import(pathToFileURL(file).href)
  t.pass('to its end')
})

import { readFileSync } from 'node:fs'
import test from 'tape'
import { ERRORS } from '@allmende/transports'
import { fail, inWords } from '../src/errors.ts'

test('T29 every error code stands in the README, and no other', (t) => {
  const readme = readFileSync(new URL('../README.md', import.meta.url), 'utf8')
  const told = [...readme.matchAll(/^\| `((?:PEER|TRANSPORT)_[A-Z_]+)` \|/gm)].map(([, code]) => code ?? '')
  t.deepEqual(told.toSorted(), Object.keys(ERRORS).toSorted())
  t.end()
})

test('T29 an error tells code, status, what was expected and found, and what to do', (t) => {
  const error = fail('PEER_UNREACHABLE', {
    address: 'h:1',
    expected: 'a node',
    found: 'nobody',
    cause: new Error('x'),
  })
  t.equal(error.message, 'cannot reach a peer at h:1')
  t.deepEqual(
    [error.code, error.status, error.expected, error.found],
    ['PEER_UNREACHABLE', 502, 'a node', 'nobody'],
  )
  t.ok(error.hint)
  t.equal((error.cause as Error).message, 'x')
  t.equal(
    inWords(Object.assign(new Error('connect'), { code: 'ECONNREFUSED' })),
    'nobody listens there (ECONNREFUSED)',
  )
  t.equal(inWords('plain'), 'plain')
  t.end()
})

test('T30 every numbered rule of SPEC.md has a test that begins with it, and every such test has its rule', (t) => {
  const read = (path: string) => readFileSync(new URL(path, import.meta.url), 'utf8')
  const rules = [...read('../SPEC.md').matchAll(/^\*\*(T\d+)\*\*/gm)].map(([, id]) => id ?? '')
  const files = ['../src/suite/exchange.ts', '../src/suite/life.ts', '../src/suite/meeting.ts']
  for (const name of ['direct', 'memory', 'hyperswarm', 'network-address', 'exit', 'errors'])
    files.push(`${name}.test.ts`)
  const tested = new Set(
    files.flatMap((file) => [...read(file).matchAll(/^\s*(?:test\()?'(T\d+) /gm)].map(([, id]) => id)),
  )
  t.deepEqual(
    rules.filter((id) => !tested.has(id)),
    [],
    'rules without a test',
  )
  t.deepEqual(
    [...tested].filter((id) => !rules.includes(id ?? '')),
    [],
    'tests without a rule',
  )
  t.equal(new Set(rules).size, rules.length, 'no id twice')
  t.end()
})

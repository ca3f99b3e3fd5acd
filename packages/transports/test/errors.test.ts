import { readFileSync } from 'node:fs'
import test from 'tape'
import { ERRORS } from '@allmende/transports'
import { exchangeRules } from '../src/suite/exchange.ts'
import { lifeRules } from '../src/suite/life.ts'
import { meetingRules } from '../src/suite/meeting.ts'
import { fail, inWords } from '../src/errors.ts'

test('T29 every error code stands in the README, and no other', (t) => {
  const readme = readFileSync(new URL('../README.md', import.meta.url), 'utf8')
  const told = [...readme.matchAll(/^\| `((?:PEER|TRANSPORT|BUNDLE)_[A-Z_]+)` \|/gm)].map(
    ([, code]) => code ?? '',
  )
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

// Written out, so that a rule that falls out of the suite is missed.
const SUITE = [
  'T1',
  'T2',
  'T3',
  'T4',
  'T5',
  'T6',
  'T7',
  'T8',
  'T9',
  'T10',
  'T11',
  'T12',
  'T13',
  'T14',
  'T15',
  'T16',
  'T17',
  'T18',
]

test('T30 every numbered rule of SPEC.md has a test that begins with it, and every such test has its rule', (t) => {
  const read = (path: string) => readFileSync(new URL(path, import.meta.url), 'utf8')
  const rules = [...read('../SPEC.md').matchAll(/^\*\*(T\d+)\*\*/gm)].map(([, id]) => id ?? '')
  const suite = Object.keys({ ...exchangeRules, ...lifeRules, ...meetingRules }).map(
    (title) => title.split(' ')[0] ?? '',
  )
  t.deepEqual(suite, SUITE)
  const tested = new Set(suite)
  for (const name of [
    'direct',
    'gather-writes',
    'memory',
    'hyperswarm',
    'libp2p',
    'network-address',
    'exit',
    'errors',
    'relay',
    'bundle',
    'meeting',
    'meeting-learned',
    // Who tells of places and who is believed is the node's.
    '../../node/test/places',
  ])
    for (const [, id] of read(`${name}.test.ts`).matchAll(/^test\('(T\d+) /gm)) tested.add(id ?? '')
  const without = (ids: Iterable<string>, others: Set<string>) => [...ids].filter((id) => !others.has(id))
  t.deepEqual(without(rules, tested), [], 'rules without a test')
  t.deepEqual(without(tested, new Set(rules)), [], 'tests without a rule')
  t.equal(new Set(rules).size, rules.length, 'no id twice')
  t.end()
})

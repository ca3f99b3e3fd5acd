import test from 'tape'
import {
  MAX_TOLD_BY_ONE,
  MAX_TOLD_LOGS,
  mayFetchFor,
  mayTellMore,
  type MirrorUse,
  type Share,
} from '../src/index.ts'

const use = (
  bytes: number,
  others: Record<string, Share> = {},
  giver: Share = { logs: 0, bytes: 0 },
): MirrorUse => ({
  quota: 1000,
  logBytes: 200,
  bytes,
  giver,
  others: new Map(Object.entries(others)),
})

test('R110 a mirror fetches up to its quota, and files only up to four fifths of it', (t) => {
  t.deepEqual(mayFetchFor(use(999), null, 'logs'), { fetch: true, reason: 'room' })
  t.deepEqual(mayFetchFor(use(1000), null, 'logs'), { fetch: false, reason: 'quota' })
  t.deepEqual(
    mayFetchFor({ ...use(1500), logBytes: 199 }, null, 'logs'),
    { fetch: true, reason: 'room' },
    'files that went beyond their part take nothing from records',
  )
  t.deepEqual(mayFetchFor(use(799), null, 'files'), { fetch: true, reason: 'room' })
  t.deepEqual(mayFetchFor(use(800), null, 'files'), { fetch: false, reason: 'quota' })
  t.end()
})

test('R111 whoever but the giver tells of something gets a quarter, all of them together half', (t) => {
  const one = use(300, { mallory: { logs: 1, bytes: 250 } })
  t.equal(mayFetchFor(one, 'mallory', 'logs').reason, 'part of one')
  t.ok(mayFetchFor(one, 'ben', 'logs').fetch, 'others still may')
  const many = Object.fromEntries(
    Array.from({ length: 50 }, (_, at) => [`sybil ${at}`, { logs: 10, bytes: 10 }]),
  )
  t.equal(mayFetchFor(use(500, many), 'sybil 50', 'logs').reason, 'part of others')
  t.ok(
    mayFetchFor(use(500, many), null, 'logs').fetch,
    'with any number of identities the giver keeps a half',
  )
  t.end()
})

test('R112 the number of logs told of is bounded, for one and for all', (t) => {
  t.equal(mayTellMore(use(0), null), MAX_TOLD_LOGS)
  t.equal(mayTellMore(use(0), 'ben'), MAX_TOLD_BY_ONE)
  t.equal(mayTellMore(use(0, { ben: { logs: MAX_TOLD_BY_ONE, bytes: 0 } }), 'ben'), 0)
  t.equal(
    mayTellMore(use(0, { x: { logs: MAX_TOLD_LOGS / 2, bytes: 0 } }), 'ben'),
    0,
    'half of all is for the giver',
  )
  t.equal(mayTellMore(use(0, { x: { logs: MAX_TOLD_LOGS / 2, bytes: 0 } }), null), MAX_TOLD_LOGS / 2)
  t.equal(mayTellMore(use(0, {}, { logs: MAX_TOLD_LOGS, bytes: 0 }), 'ben'), 0)
  t.end()
})

import { encodeZ32 } from '@allmende/vocabulary'
import { seeded } from '@allmende/testkit'
import test from 'tape'
import { HeadSet } from '../src/decide/heads.ts'
import { compareHeads } from '../src/decide/compare.ts'
import { Reconcile, type ReconcileStep } from '../src/decide/reconcile.ts'
import { MAX_HEADS_PER_PEER } from '../src/limits.ts'
import { decodeMessage } from '../src/wire/decode.ts'
import { encodeMessage } from '../src/wire/encode.ts'
import type { Head, Message } from '../src/wire/message.ts'
import { bytesOf, headOf } from './actors.ts'

test('S4 equal sets say so in one message each way of less than 200 bytes', (t) => {
  const [a, b] = [setOf(manyHeads(10_000)), setOf(manyHeads(10_000).toReversed())]
  const { bytes, messages, told } = talk(a, b)
  t.equal(messages, 2, 'one digest each')
  t.ok(bytes < 200, `${bytes} bytes in both directions`)
  t.deepEqual(told, [[], []], 'nobody was told a head')
  t.end()
})

test('S5 one changed log out of 5,000 is found with some kilobytes', (t) => {
  const heads = manyHeads(5_000)
  const [a, b] = [setOf(heads), setOf(heads)]
  put(a, headOf('log 17', 99))
  const { bytes, told } = talk(a, b)
  t.ok(
    told[1].some((head) => same(head, headOf('log 17', 99))),
    'the other side was told the new head',
  )
  t.ok(bytes < 16_000, `${bytes} bytes instead of ${5_000 * 67 * 2}`)
  t.ok(told[1].length < 100, `${told[1].length} heads told`)
  t.end()
})

test('S5 somebody new is told everything, and tells that it has nothing', (t) => {
  const { told, bytes } = talk(setOf(manyHeads(5_000)), setOf([]))
  t.equal(told[1].length, 5_000)
  t.equal(told[0].length, 0)
  t.ok(bytes < 5_000 * 70, `${bytes} bytes`)
  t.end()
})

test('S5 whatever two sets differ in, both sides learn all of it', (t) => {
  const random = seeded('reconcile')
  for (let round = 0; round < 60; round++) {
    const all = manyHeads(1 + random.int(random.pick([3, 80, 900])))
    const sides = [0, 1].map(() =>
      all.filter(() => random.chance(0.9)).map((head) => (random.chance(0.9) ? head : grown(head))),
    )
    const [a, b] = sides.map(setOf) as [HeadSet, HeadSet]
    const { told } = talk(a, b)
    const missing = [learnt(a, b, told[1]), learnt(b, a, told[0])].flat()
    if (missing.length) t.fail(`seed ${String(random.seed)} round ${round}: ${missing.length} heads not told`)
  }
  t.pass('60 pairs of sets')
  t.end()
})

test('S43 somebody new hears first of what is named, then of what grew last, and of all in the end; first in small pages', (t) => {
  const heads = manyHeads(5_000)
  const records = heads.filter(({ which }) => which === 'records')
  const set = setOf(heads)
  const [named, grew] = [records[17] as Head, records[9] as Head]
  put(set, grown(grew))
  const giver = new Reconcile(set, [], ['nothing that is here', encodeZ32(named.key)])
  const { send } = giver.onDigest(new Reconcile(setOf([])).start())
  const pages = send.map((message) => (message.type === 'heads' ? message : t.fail(message.type)))
  const told = pages.flatMap((page) => page?.heads ?? [])
  t.deepEqual(
    told.slice(0, 2).map(({ key }) => encodeZ32(key)),
    [named, grew].map(({ key }) => encodeZ32(key)),
  )
  t.equal(new Set(told.map(({ key }) => encodeZ32(key))).size, 5_000, 'of every one, once')
  t.notOk(
    told.slice(0, records.length).some(({ which }) => which === 'edits'),
    'edits behind all records',
  )
  t.deepEqual(
    pages.slice(0, 3).map((page) => page?.heads.length),
    [64, 256, 1_024],
  )
  t.deepEqual(
    pages.map((page) => page?.last),
    pages.map((_, at) => at === pages.length - 1),
  )
  t.end()
})

test('S18 a reader is told of the logs it named and of no others', (t) => {
  const heads = manyHeads(5_000)
  const wanted = headOf('log 4', 5)
  const [a, b] = [setOf(heads), setOf([])]
  const { told, bytes } = talk(a, b, [], [wanted.key])
  t.deepEqual(
    told[1].map((head) => encodeZ32(head.key)),
    [encodeZ32(wanted.key)],
  )
  t.ok(bytes < 300, `${bytes} bytes`)
  t.end()
})

test('S12 a peer that announces a billion logs is refused at the first word', (t) => {
  const step = new Reconcile(setOf([])).onDigest({ type: 'digest', root: bytesOf('x'), count: 1e9, only: [] })
  t.equal(step.refuse, 'too-many-heads')
  t.end()
})

test('S12 a peer that announces few logs and tells on and on is refused at the limit', (t) => {
  const reconcile = new Reconcile(setOf([]))
  reconcile.onDigest({ type: 'digest', root: bytesOf('x'), count: 1, only: [] })
  const heads = Array.from({ length: 4_096 }, () => headOf('a', 1))
  let step: ReconcileStep = { send: [] }
  let told = 0
  while (!step.refuse && told < 1e6) {
    step = reconcile.onHeads({ type: 'heads', live: false, last: false, heads })
    told += heads.length
  }
  t.equal(step.refuse, 'too-many-heads')
  t.ok(told <= MAX_HEADS_PER_PEER + heads.length)
  t.end()
})

test('S11 messages out of turn are refused', (t) => {
  const digest: Message = { type: 'digest', root: bytesOf('x'), count: 1, only: [] }
  const buckets: Message = { type: 'buckets', bits: 0, hashes: [bytesOf('x').subarray(0, 12)] }
  const heads: Message = { type: 'heads', live: false, last: true, heads: [] }
  const fresh = () => new Reconcile(setOf([]))
  t.equal(fresh().onBuckets(buckets).refuse, 'malformed', 'buckets before the digest')
  t.equal(fresh().onHeads(heads).refuse, 'malformed', 'heads before the digest')
  const twice = fresh()
  twice.onDigest(digest)
  t.equal(twice.onDigest(digest).refuse, 'malformed', 'a second digest')
  t.end()
})

test('S14 a head with a fork number, or of the same length with another content, differs', (t) => {
  const here = headOf('log', 5)
  t.deepEqual(compareHeads(here, { ...here, fork: 1 }), { verdict: 'differs', reason: 'fork' })
  t.deepEqual(compareHeads(here, { ...here, root: bytesOf('other') }), {
    verdict: 'differs',
    reason: 'content',
  })
  t.deepEqual(compareHeads(here, headOf('log', 9)), { verdict: 'behind', missing: 4 })
  t.deepEqual(compareHeads(here, headOf('log', 2)), { verdict: 'ahead' })
  t.deepEqual(
    compareHeads({ ...here, held: 2 }, here),
    { verdict: 'behind', missing: 3 },
    'the head is known, blocks are missing',
  )
  t.deepEqual(compareHeads(undefined, headOf('log', 3)), { verdict: 'behind', missing: 3 })
  t.end()
})

function manyHeads(count: number): Head[] {
  return Array.from({ length: count }, (_, i) => headOf(`log ${i}`, 1 + (i % 9), i % 5 ? 'records' : 'edits'))
}

function setOf(heads: readonly Head[]): HeadSet {
  const set = new HeadSet()
  for (const head of heads) put(set, head)
  return set
}

function put(set: HeadSet, head: Head): void {
  set.set(encodeZ32(head.key), head)
}

const grown = (head: Head): Head => ({
  ...head,
  length: head.length + 1,
  held: head.length + 1,
  root: bytesOf('grown'),
})
const same = (a: Head, b: Head) => Buffer.compare(a.root, b.root) === 0 && a.length === b.length

/** Heads of `from` that `to` has not, or has otherwise, and was not told. */
function learnt(from: HeadSet, to: HeadSet, told: Head[]): Head[] {
  const heard = new Map(told.map((head) => [encodeZ32(head.key), head]))
  return [...from.values()].filter((head) => {
    const name = encodeZ32(head.key)
    const there = to.get(name)
    return !(there && same(there, head)) && !heard.has(name)
  })
}

/** Lets both talk until neither has anything to say; every message goes through its bytes. */
function talk(a: HeadSet, b: HeadSet, onlyA: Uint8Array[] = [], onlyB: Uint8Array[] = []) {
  const sides = [new Reconcile(a, onlyA), new Reconcile(b, onlyB)] as const
  const told: [Head[], Head[]] = [[], []]
  const queue = sides.map((side, from) => ({ from, message: side.start() as Message }))
  let bytes = 0
  let messages = 0
  for (let next = queue.shift(); next; next = queue.shift()) {
    const encoded = encodeMessage(next.message)
    bytes += encoded.length
    messages++
    const to = 1 - next.from
    const step = receive(sides[to] as Reconcile, decodeMessage(encoded), told[to] as Head[])
    if (step.refuse) throw new Error(step.refuse)
    queue.push(...step.send.map((message) => ({ from: to, message })))
  }
  for (const side of sides) if (side.state !== 'done') throw new Error(`ended as ${side.state}`)
  return { bytes, messages, told }
}

function receive(side: Reconcile, message: Message, told: Head[]): ReconcileStep {
  if (message.type === 'digest') return side.onDigest(message)
  if (message.type === 'buckets') return side.onBuckets(message)
  if (message.type !== 'heads') throw new Error(message.type)
  told.push(...message.heads)
  return side.onHeads(message)
}

import type Hypercore from 'hypercore'
import test from 'tape'
import { until, virtualClock } from '@allmende/testkit'
import { keyBytes, type CoreKey } from '@allmende/vocabulary'
import type { Attached } from '../src/attachments.ts'
import { Givers } from '../src/givers.ts'
import { SOURCES_PER_CORE } from '../src/limits.ts'
import type { Session } from '../src/session.ts'
import type { Head } from '../src/wire/message.ts'
import { held, stage, type Actor } from './nodes.ts'
import { mallory } from './strangers.ts'

const PATIENCE_MS = 20_000

/** A core that three peers are asked for, and others who hold it. */
function asked(others: number) {
  const clock = virtualClock()
  const peers = Array.from({ length: SOURCES_PER_CORE + others }, (_, number) => {
    const link = { bytesIn: 0 }
    return { number, link, open: true } as unknown as Session & { number: number; link: { bytesIn: number } }
  })
  const attached = {
    key: 'core' as CoreKey,
    sessions: new Set<Session>(peers.slice(0, SOURCES_PER_CORE)),
    given: new Map<Session, number>(),
  } as unknown as Attached
  const givers = new Givers(PATIENCE_MS)
  const numbers = (sessions: readonly Session[]) =>
    peers.filter((p) => sessions.includes(p)).map((p) => p.number)
  return {
    peers,
    givers,
    attached,
    lively: () => givers.lively(attached, clock.now()),
    /** So much comes from a peer each second, and of that so much as whole blocks of the core. */
    pass: (seconds: number, brings: readonly { line: number; blocks: number }[]) => {
      for (const [number, { line, blocks }] of brings.entries()) {
        const peer = peers[number]
        if (!peer || !attached.sessions.has(peer)) continue
        peer.link.bytesIn += line * seconds
        attached.given.set(peer, (attached.given.get(peer) ?? 0) + blocks * seconds)
      }
      clock.jump(seconds * 1_000)
    },
    look: () => {
      const { off, on } = givers.change(attached, peers, clock.now())
      for (const session of off) {
        attached.sessions.delete(session)
        attached.given.delete(session)
      }
      for (const session of on) attached.sessions.add(session)
      return { off: numbers(off), on: numbers(on) }
    },
  }
}

const NOBODY = { off: [], on: [] }
const SELDOM = { line: 100, blocks: 80 }
const NOTHING = { line: 3, blocks: 0 }
const SLOW_LINE = { line: 2_000, blocks: 1_900 }

test('S13 at a core, who gives seldom leaves its place to others who hold it, but not the best of them', (t) => {
  const { pass, look } = asked(3)
  const brings = [SELDOM, { line: 120, blocks: 100 }, SELDOM]
  t.deepEqual(look(), NOBODY)
  pass(19, brings)
  t.deepEqual(look(), NOBODY, 'it is left time')
  pass(1, brings)
  t.deepEqual(look(), { off: [0, 2], on: [3, 4] })
  pass(20, [...brings, NOTHING, SLOW_LINE])
  t.deepEqual(look(), { off: [1, 3], on: [0, 5] }, 'who wasn’t asked yet comes first')
  t.end()
})

test('S13 at a core, who is as slow as a line of 2 kB a second keeps its place, also with a block that takes half a minute', (t) => {
  const { pass, look, lively } = asked(3)
  const large = { line: 2_000, blocks: 0 }
  look()
  for (let round = 0; round < 4; round++) {
    pass(20, [SLOW_LINE, large, SLOW_LINE])
    t.deepEqual(look(), NOBODY)
    t.ok(lively(), 'and is not held to be silent')
  }
  t.end()
})

test('S13 at a core, who fills the line with other things keeps its place for eight times as long, and no longer', (t) => {
  const { pass, look, lively } = asked(1)
  const other = { line: 5_000, blocks: 0 }
  look()
  pass(159, [other, SLOW_LINE, SLOW_LINE])
  t.deepEqual(look(), NOBODY)
  pass(1, [other, SLOW_LINE, SLOW_LINE])
  t.deepEqual(look(), { off: [0], on: [3] })
  t.ok(lively())
  t.end()
})

test('S13 at a core, who had to leave and comes again has twice the time, and is asked for other cores behind the rest', (t) => {
  const { pass, look, givers, peers } = asked(1)
  look()
  const brings = [NOTHING, SLOW_LINE, SLOW_LINE, NOTHING]
  pass(20, brings)
  t.deepEqual(look(), { off: [0], on: [3] })
  t.deepEqual(
    givers.inOrder('another' as CoreKey, peers).map((peer) => (peer as { number?: number }).number),
    [1, 2, 3, 0],
  )
  pass(20, brings)
  t.deepEqual(look(), { off: [3], on: [0] })
  pass(20, [NOTHING, SLOW_LINE, SLOW_LINE])
  t.deepEqual(look(), NOBODY, 'after 20 seconds its time isn’t over')
  pass(20, [NOTHING, SLOW_LINE, SLOW_LINE])
  t.deepEqual(look(), { off: [0], on: [3] })
  t.end()
})

test('S13 at a core, nobody leaves who has nobody to leave it to', (t) => {
  const { pass, look } = asked(0)
  look()
  pass(100, [SELDOM, SELDOM, SELDOM])
  t.deepEqual(look(), NOBODY)
  t.end()
})

const LONG_MS = 60_000

/** Somebody with the true blocks of a log, who promises them all and gives one when told to. */
async function trickler(ada: Actor, raw: Hypercore, head: Head, name: string) {
  const peer = await mallory(ada, name)
  const { mux, said } = peer
  const owed: (() => void)[] = []
  raw.on('peer-add', (side) => {
    if (side['protomux'] !== mux) return
    const data = side['wireData'] as { send(message: unknown): void }
    side['wireData'] = { send: (message: unknown) => void owed.push(() => data.send(message)) }
  })
  mux.pair({ protocol: 'hypercore/alpha', id: raw.discoveryKey }, async () => {
    raw.replicate(mux)
    // The channel opens in the turn after this one; protomux refuses what isn't open when we resolve.
    await peer.stream.opened
    await Promise.resolve()
  })
  peer.say({ type: 'digest', root: head.root, count: 0, only: [] })
  peer.say({ type: 'heads', live: false, last: true, heads: [head] })
  const isAsked = () => owed.length > 0 || said.some(({ type }) => type === 'want')
  await until(isAsked, { what: `${name} to be asked`, deadlineMs: LONG_MS })
  peer.say({ type: 'no-prefix', keys: [head.key] })
  await until(() => owed.length > 0, { what: `${name} to be asked for blocks`, deadlineMs: LONG_MS })
  // The first block comes with the length of the log; before it hypercore asks nobody else for anything.
  owed.shift()?.()
  return { owes: () => owed.length, give: () => owed.shift()?.() }
}

test('S13 a log of which three peers give a block now and then comes from the fourth who holds it, by hypercore', async (t) => {
  const scene = stage()
  const bo = await scene.actor('Bo')
  const log = await bo.write('first')
  for (let block = 0; block < 200; block++) await bo.write(`record ${block}`)
  const here = bo.commons.head(log)
  if (!here) throw new Error('no head')
  const ada = await scene.actor('Ada', { join: { announce: false }, timings: { handOver: 2_000 } })
  const raw = await bo.commons.raw(log)
  await raw.ready()
  const { length, rootHash: root } = here
  const head = { key: keyBytes(log), which: 'records' as const, length, fork: 0, held: length, root }
  const slow: Awaited<ReturnType<typeof trickler>>[] = []
  for (const name of ['One', 'Two', 'Three']) slow.push(await trickler(ada, raw, head, name))
  await ada.sync.connect(`memory:${bo.id}`)
  let given = performance.now()
  const arrived = () => {
    // Often enough that the core is never silent for two seconds: whoever is gets no second chance at all.
    if (performance.now() - given > 1_500) {
      for (const one of slow) one.give()
      given = performance.now()
    }
    return held(ada, log) === length
  }
  await until(arrived, { what: 'all of the log to be here', deadlineMs: LONG_MS })
  t.ok(
    slow.some((one) => one.owes() > 0),
    'and not from those who had promised it first',
  )
  t.deepEqual(await ada.read(), await bo.read())
  await raw.close()
  await scene.close()
})

import type Hypercore from 'hypercore'
import test from 'tape'
import { until, virtualClock } from '@allmende/testkit'
import { keyBytes, type CoreKey, type LogKey } from '@allmende/vocabulary'
import type { Attached } from '../src/attachments.ts'
import { LengthAsks } from '../src/length-asks.ts'
import type { Session } from '../src/session.ts'
import { bytesOf } from './actors.ts'
import { hasBlocks, held, stage, type Actor } from './nodes.ts'
import { mallory } from './strangers.ts'

/** Somebody who opens a core as it is at Bo's, and answers nothing that is asked there. */
async function silent(ada: Actor, raw: Hypercore, name: string) {
  const peer = await mallory(ada, name)
  const { mux } = peer
  let asked = 0
  raw.on('peer-add', (side) => {
    if (side['protomux'] === mux) side['wireData'] = { send: () => void asked++ }
  })
  mux.pair({ protocol: 'hypercore/alpha', id: raw.discoveryKey }, async () => {
    raw.replicate(mux)
    // The channel opens in the turn after this one; protomux refuses what isn't open when we resolve.
    await peer.stream.opened
    await Promise.resolve()
  })
  return { peer, asked: () => asked }
}

/** Somebody who promises a log as it is at Bo's, and is silent when it is asked for blocks. */
async function withholder(ada: Actor, bo: Actor, raw: Hypercore, log: LogKey, name: string) {
  const here = bo.commons.head(log)
  if (!here) throw new Error('no head')
  const { length, rootHash: root } = here
  const head = { key: keyBytes(log), which: 'records' as const, length, fork: 0, held: length, root }
  const { peer, asked } = await silent(ada, raw, name)
  peer.say({ type: 'digest', root: head.root, count: 0, only: [] })
  peer.say({ type: 'heads', live: false, last: true, heads: [head] })
  const saidNo = () => {
    const wanted = peer.said.some(({ type }) => type === 'want')
    if (wanted) peer.say({ type: 'no-prefix', keys: [head.key] })
    return wanted || asked() > 0
  }
  return { saidNo, asked }
}

test('S72 a log whose length two peers keep to themselves comes from the third, who is not taken for one of them', async (t) => {
  const scene = stage()
  const bo = await scene.actor('Bo')
  const log = await bo.write('first')
  const raw = await bo.commons.raw(log)
  await raw.ready()
  const ada = await scene.actor('Ada', { join: { announce: false }, timings: { handOver: 6_000 } })
  const refused: { node: string; reason: string }[] = []
  ada.sync.on('refused', ({ node, reason }) => refused.push({ node, reason }))
  const one = await withholder(ada, bo, raw, log, 'One')
  await until(one.saidNo, { what: 'One to be asked by prefix' })
  await until(() => one.asked() > 0, { what: 'One to be asked for blocks' })
  await withholder(ada, bo, raw, log, 'Two')
  await ada.sync.connect(`memory:${bo.id}`)
  const length = bo.commons.head(log)?.length
  await until(() => held(ada, log) === length, { what: 'the log to be here' })
  t.deepEqual(await ada.read(), await bo.read())
  t.deepEqual(
    refused.filter(({ node }) => node === bo.id),
    [],
  )
  await raw.close()
  await scene.close()
})

test('S72 a file whose core somebody opens and never answers for comes from the other one who has it', async (t) => {
  const scene = stage()
  const bo = await scene.actor('Bo', { join: { announce: false } })
  const writer = await bo.commons.filesWriter()
  const blob = Buffer.alloc(64 * 1024, 'a')
  await writer.core.append(blob)
  await writer.sync()
  const log = await bo.write('a good with files')
  const ada = await scene.actor('Ada', { join: { announce: false }, timings: { handOver: 3_000 } })
  await ada.sync.connect(`memory:${bo.id}`)
  await hasBlocks(ada, log, 2)
  ada.sync.shun(bo.id)
  const raw = await bo.commons.raw(writer.key)
  await raw.ready()
  const eve = await silent(ada, raw, 'Eve')
  // Else she would be given up for that.
  eve.peer.say({ type: 'digest', root: bytesOf('nothing'), count: 0, only: [] })
  eve.peer.say({ type: 'heads', live: false, last: true, heads: [] })
  const files = await ada.sync.openFiles(ada.commons.id, writer.key)
  let found: Uint8Array | null = null
  const asked = files.get(1).then((block) => (found = block))
  await until(() => eve.asked() > 0, { what: 'Eve to be asked' })
  ada.sync.admit(bo.id)
  await ada.sync.connect(`memory:${bo.id}`)
  await until(() => found, { what: 'the block to be here' })
  t.deepEqual(Buffer.from((await asked) ?? []), blob)
  await files.close()
  await raw.close()
  await scene.close()
})

/** A core on the connections of three, as far as it is looked at. */
function core() {
  const clock = virtualClock()
  const sessions = ['a', 'b', 'c'].map((name) => {
    const mux = { name }
    return { open: true, link: { mux, clock, bytesIn: 0 } } as unknown as Session & {
      link: { mux: unknown; bytesIn: number }
    }
  })
  const replicator = { _upgrade: null as { inflight: object[] } | null }
  const attached = {
    key: 'core' as CoreKey,
    core: { length: 0, core: { replicator } },
    sessions: new Set<Session>(sessions),
  }
  const ask = (session: (typeof sessions)[number] | undefined) =>
    (replicator._upgrade = { inflight: [{ peer: { protomux: session?.link.mux } }] })
  const answer = () => (replicator._upgrade = null)
  return {
    clock,
    sessions,
    attached: attached as unknown as Attached,
    ask,
    answer,
    lengths: new LengthAsks(),
  }
}

test('S72 who is asked for a length has its time from the question on, and longer while its line brings something', (t) => {
  const { clock, sessions, attached, ask, answer, lengths } = core()
  const [a, b] = sessions
  const overdue = () => lengths.overdue(attached, clock.now(), 6_000)
  t.notOk(lengths.waits(attached))
  clock.jump(60_000)
  ask(a)
  t.equal(overdue(), null)
  clock.jump(5_999)
  t.equal(overdue(), null)
  clock.jump(1)
  t.equal(overdue(), a)
  ask(b)
  t.equal(overdue(), null, 'another was asked')
  for (let second = 0; second < 47; second++) {
    if (b) b.link.bytesIn += 2_000
    clock.jump(1_000)
    t.equal(overdue(), null)
  }
  clock.jump(1_000)
  t.equal(overdue(), b, 'but not for ever')
  answer()
  t.equal(overdue(), null)
  t.end()
})

test('S72 who had its turn has another when the core has grown', (t) => {
  const { sessions, attached, lengths } = core()
  const [a, b] = sessions as unknown as [Session, Session]
  lengths.inVain(attached, a)
  t.deepEqual([lengths.had(attached, a), lengths.had(attached, b)], [true, false])
  ;(attached.core as { length: number }).length = 3
  t.notOk(lengths.had(attached, a))
  lengths.inVain(attached, b)
  lengths.ended(b)
  t.notOk(lengths.had(attached, b))
  t.end()
})

import { until } from '@allmende/testkit'
import { keyBytes, type CoreKey } from '@allmende/vocabulary'
import test from 'tape'
import type { SyncPolicy } from '../src/index.ts'
import { headOf } from './actors.ts'
import { allEqual, held, stage, type Actor } from './nodes.ts'
import { mallory } from './strangers.ts'

/** What an actor was brought in one message, and what came of it. */
function restsOf(actor: Actor): { key: CoreKey; blocks: number; outcome: string }[] {
  const rests: { key: CoreKey; blocks: number; outcome: string }[] = []
  const importRest = actor.commons.importRest.bind(actor.commons)
  actor.commons.importRest = async (key, rest, from) => {
    const outcome = await importRest(key, rest, from)
    rests.push({ key, blocks: rest.blocks.length, outcome })
    return outcome
  }
  return rests
}

async function write(actor: Actor, count: number): Promise<void> {
  for (let n = 0; n < count; n++) {
    await actor.write(`record ${n}`)
    await actor.commons.appendEdits([new Uint8Array(20).fill(n)])
  }
}

/** Ada has the beginning of what Bo has written, and isn't connected now. */
async function partedAt(count: number, policy?: SyncPolicy) {
  const scene = stage()
  const bo = await scene.actor('Bo')
  await write(bo, count)
  const ada = await scene.actor('Ada', policy ? { policy } : {})
  await allEqual([ada, bo])
  scene.network.cut(ada.keyPair.publicKey, bo.keyPair.publicKey)
  await until(() => ada.sync.peers().length === 0)
  const { log, edits } = bo.commons.own!
  const meet = async () => {
    scene.network.heal(ada.keyPair.publicKey, bo.keyPair.publicKey)
    await ada.sync.connect(`memory:${bo.id}`)
  }
  return { scene, ada, bo, log, edits, meet }
}

test('S75 who comes back gets what a core has more in one message', async (t) => {
  const { scene, ada, bo, log, edits, meet } = await partedAt(5)
  await write(bo, 40)
  const rests = restsOf(ada)
  await meet()
  await allEqual([ada, bo])
  // The blocks are here before it is said that they are.
  await until(() => rests.length > 1)
  t.deepEqual(
    rests.toSorted((a) => (a.key === log ? -1 : 1)),
    [
      { key: log, blocks: 40, outcome: 'ok' },
      { key: edits, blocks: 40, outcome: 'ok' },
    ],
  )
  t.deepEqual(await ada.read(), await bo.read())
  await scene.close()
})

test('S75 a core that grows block by block is attached, and what comes next needs no asking', async (t) => {
  const { scene, ada, bo, meet } = await partedAt(5)
  const rests = restsOf(ada)
  await meet()
  await until(() => ada.sync.progress(ada.commons.id).reconciled === 1)
  await write(bo, 3)
  await allEqual([ada, bo])
  t.deepEqual(rests, [])
  await scene.close()
})

const QUOTA = 400

const newcomers: SyncPolicy = {
  carried: ({ own }) =>
    own
      ? { carry: true, reason: 'own' }
      : { carry: true, upTo: { records: 100, editBytes: QUOTA }, reason: 'newcomer' },
}

test('S75 of a newcomer whose edits would go beyond the quota they come block by block, and end there', async (t) => {
  const { scene, ada, bo, edits, meet } = await partedAt(3, newcomers)
  const rests = restsOf(ada)
  await write(bo, 60)
  await meet()
  await until(() => held(ada, edits) >= QUOTA / 20, { what: 'the quota to be full' })
  await until(() => ada.sync.progress(ada.commons.id).behind === 0)
  t.ok(held(ada, edits) < 30, `${held(ada, edits)} blocks of 64`)
  t.deepEqual(rests, [], 'nothing was handed over that would not be kept')
  await scene.close()
})

test('S75 a core is given from a block on as far as the other side has room for it, and else not in one', async (t) => {
  const scene = stage()
  const bo = await scene.actor('Bo')
  await write(bo, 10)
  const { edits } = bo.commons.own!
  const asker = await mallory(bo, 'Asker')
  asker.say({ type: 'digest', root: keyBytes(edits), count: 0, only: [] })
  const session = await bo.commons.raw(edits)
  const ask = async (most: number, from = 3) => {
    asker.said.length = 0
    asker.say({ type: 'want-rest', wants: [{ key: keyBytes(edits), from, most }] })
    const answer = () => asker.said.find(({ type }) => type === 'prefix' || type === 'no-prefix')
    await until(() => answer() !== undefined)
    return answer()!
  }
  t.equal((await ask(session.byteLength - 1)).type, 'no-prefix')
  const given = await ask(session.byteLength)
  t.equal(given.type === 'prefix' && given.parts[0]?.blocks.length, 8)
  t.equal((await ask(session.byteLength, 11)).type, 'no-prefix', 'there is no more')
  await session.close()
  await scene.close()
})

test('S75 a rest that its author has not signed changes nothing and is reported, and it comes from somebody honest', async (t) => {
  const { scene, ada, bo, log, meet } = await partedAt(5)
  await write(bo, 10)
  const refused: string[] = []
  ada.sync.on('refused', ({ reason }) => refused.push(reason))
  const forger = await mallory(ada, 'Forger')
  const { length, rootHash } = bo.commons.head(log)!
  forger.say({ type: 'digest', root: keyBytes(log), count: 0, only: [] })
  const head = { ...headOf('', length), key: keyBytes(log), root: rootHash }
  forger.say({ type: 'heads', live: false, last: true, heads: [head] })
  await until(() => forger.said.some(({ type }) => type === 'want-rest'), { what: 'Ada to ask for the rest' })
  const before = held(ada, log)
  const { from, left, ...given } = (await bo.commons.exportRest(log, before))!
  const blocks = given.blocks.map((block) => Uint8Array.from(block))
  blocks[1]![9]! ^= 1
  const part = { ...given, key: keyBytes(log), rest: { from, left }, more: false, blocks }
  forger.say({ type: 'prefix', parts: [part] })
  await until(() => refused.length > 0)
  t.deepEqual([refused, held(ada, log)], [['bad-prefix'], before])
  await meet()
  await allEqual([ada, bo])
  await scene.close()
})

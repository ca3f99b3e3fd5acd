import { until } from '@allmende/testkit'
import type { LogKey, PersonId } from '@allmende/vocabulary'
import test from 'tape'
import type { SyncPolicy } from '../src/index.ts'
import { allEqual, hasBlocks, stage } from './nodes.ts'
import { mallory } from './strangers.ts'

/** One newcomer's place, and friends. */
function onePlace(friends: ReadonlySet<PersonId>): SyncPolicy {
  return {
    carried: ({ own, person, placed, newcomersCarried }) => {
      if (own || (person && friends.has(person))) return { carry: true, reason: 'friend' }
      if (placed || newcomersCarried < 1)
        return { carry: true, upTo: { records: 8, editBytes: 100 }, reason: 'newcomer' }
      return { carry: false, reason: 'too-many', whose: person === undefined }
    },
  }
}

test('S41 a friend’s log is taken though newcomers have used up all places; of the others not even a block stays', async (t) => {
  const scene = stage()
  const ada = await scene.actor('Ada')
  const newcomers = await Promise.all(['Ben', 'Chidi', 'Dilara', 'Elif'].map((name) => scene.actor(name)))
  for (const newcomer of newcomers) await newcomer.write(`by ${newcomer.name}`)
  const farid = await scene.actor('Farid')
  const friendsLog = await farid.write('by a friend')
  await allEqual([ada, farid, ...newcomers])
  for (const gone of [...newcomers, farid]) await gone.close()
  const friends = new Set([farid.logs.identity?.person as PersonId])
  const bo = await scene.actor('Bo', { policy: onePlace(friends) })
  await hasBlocks(bo, friendsLog, 2)
  await until(() => bo.sync.progress(bo.commons.id).behind === 0)
  const here = bo.commons.heads().filter(({ which }) => which === 'records')
  t.ok(here.length <= 2, 'the friend and no more than one newcomer')
  t.equal(bo.commons.logs().length, here.length, 'of the others it does not even know')
  const unknown = newcomers.map(({ commons }) => commons.own?.log as LogKey)
  const found = await Promise.all(unknown.map((log) => bo.commons.firstBlock(log)))
  t.equal(found.filter(Boolean).length, here.length - 1)
  await scene.close()
})

test('S41 a first block that proves nothing, or was not asked for, ends the session of whoever shows it', async (t) => {
  const scene = stage()
  const ada = await scene.actor('Ada')
  const log = await ada.write('first')
  const block = (await ada.commons.firstBlock(log)) ?? new Uint8Array(0)
  t.equal(ada.commons.whose(log, block), ada.logs.identity?.person, 'the block alone tells')
  const other = await scene.actor('Ben')
  const othersLog = await other.write('second')
  t.equal(ada.commons.whose(othersLog, block), null, 'of its own log only')
  t.equal(ada.commons.whose(log, block.subarray(0, block.length - 1)), null)
  const refused: string[] = []
  ada.sync.on('refused', ({ reason }) => refused.push(reason))
  const eve = await mallory(ada)
  eve.say({ type: 'whose', blocks: [{ key: Buffer.alloc(32, 1), block }] })
  await until(() => refused.length > 0)
  t.deepEqual(refused, ['malformed'])
  await scene.close()
})

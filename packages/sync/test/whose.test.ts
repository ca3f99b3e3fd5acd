import { until, virtualClock } from '@allmende/testkit'
import { logKeyOf, type LogKey, type PersonId } from '@allmende/vocabulary'
import test from 'tape'
import { WHOSE_KEYS } from '../src/limits.ts'
import type { Session } from '../src/session.ts'
import { Whose } from '../src/whose.ts'
import type { Message } from '../src/wire/message.ts'
import { bytesOf, headOf } from './actors.ts'
import type { SyncPolicy } from '../src/index.ts'
import { allEqual, hasBlocks, stage } from './nodes.ts'
import { mallory, type Mallory } from './strangers.ts'

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

test('S13 who is asked for a first block and talks of other things is given up, and the next one is asked', async (t) => {
  const scene = stage()
  const nobody: SyncPolicy = { carried: () => ({ carry: false, reason: 'too-many', whose: true }) }
  const ada = await scene.actor('Ada', { policy: nobody, timings: { handOver: 200 } })
  const refused: string[] = []
  ada.sync.on('refused', ({ reason }) => refused.push(reason))
  const isAsked = ({ said }: Mallory) => said.some(({ type }) => type === 'ask-whose')
  const tell = (peer: Mallory) => {
    peer.say({ type: 'digest', root: bytesOf('nothing'), count: 0, only: [] })
    peer.say({ type: 'heads', live: false, last: true, heads: [headOf('a log', 3)] })
  }
  const eve = await mallory(ada, 'Eve')
  tell(eve)
  await until(() => isAsked(eve), { what: 'Eve to be asked' })
  const fay = await mallory(ada, 'Fay')
  tell(fay)
  const chat = () => eve.say({ type: 'ping', id: 7 })
  await until(() => (chat(), isAsked(fay)), { what: 'Fay to be asked too' })
  const { key } = headOf('a log', 3)
  eve.say({ type: 'whose', blocks: [{ key, block: new Uint8Array(0) }] })
  eve.say({ type: 'ping', id: 8 })
  await until(() => eve.said.some((message) => message.type === 'pong' && message.id === 8))
  t.deepEqual(refused, [], 'what comes late was asked for')
  await scene.close()
})

test('S13 of who has left much unanswered nothing more is waited for; what was asked is not asked again', async (t) => {
  const clock = virtualClock()
  const said: Message[] = []
  const send = (message: Message) => void said.push(message)
  const session = { open: true, link: { clock, bytesIn: 0 }, send } as unknown as Session
  const whose = new Whose({} as never, {} as never)
  const outcomes: boolean[] = []
  const ask = (name: string) => whose.ask(session, logKeyOf(bytesOf(name)), (known) => outcomes.push(known))
  for (let at = 0; at < WHOSE_KEYS; at++) ask(`log ${at}`)
  t.equal(ask('log 0'), false)
  t.equal(ask('one more'), false, 'it waits')
  whose.giveUp(clock.now() + 19_999, 20_000)
  t.equal(outcomes.length, 0)
  whose.giveUp(clock.now() + 20_000, 20_000)
  t.equal(outcomes.length, WHOSE_KEYS)
  t.equal(ask('one more'), true)
  await until(() => outcomes.length > WHOSE_KEYS)
  t.equal(outcomes.includes(true), false)
  t.equal(ask('log 0'), true, 'its late answer is waited for')
  t.equal(said.length, 1)
  whose.ended(session)
  t.equal(outcomes.length, WHOSE_KEYS + 2)
})

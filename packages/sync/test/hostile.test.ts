import { encodeZ32, keyBytes } from '@allmende/vocabulary'
import { seeded, until } from '@allmende/testkit'
import test from 'tape'
import type { Message } from '../src/wire/message.ts'
import { bytesOf, headOf } from './actors.ts'
import { fuzzSync } from './fuzz.ts'
import { allEqual, hasBlocks, stage, type Actor } from './nodes.ts'
import { mallory } from './strangers.ts'

const empty: Message = { type: 'digest', root: bytesOf('nothing'), count: 0, only: [] }

test('S11 2,000 mutated messages: the node lives, its store is as it was, and it goes on syncing with others', async (t) => {
  const report = await fuzzSync({ count: 2_000, seed: 'hostile' })
  t.ok(
    report.sent >= 2_000,
    `seed ${String(report.seed)}: ${report.sent} messages on ${report.connections} connections`,
  )
  t.ok(report.refused > 100, `${report.refused} refused`)
  t.equal(report.storeUnchanged, true)
  t.equal(report.stillSyncs, true)
})

test('S12 who announces a billion logs is refused, and who tells on and on too', async (t) => {
  const scene = stage()
  const ada = await scene.actor('Ada')
  const refused = refusalsOf(ada)
  const liar = await mallory(ada, 'Liar')
  liar.say({ type: 'digest', root: bytesOf('x'), count: 1e9, only: [] })
  await until(() => liar.channel.closed)
  const endless = await mallory(ada, 'Endless')
  endless.say({ type: 'digest', root: bytesOf('x'), count: 10, only: [] })
  for (let page = 0; page < 80 && !endless.channel.closed; page++) {
    const heads = Array.from({ length: 4_000 }, () => ({ ...headOf('one log', 1), held: 0 }))
    endless.say({ type: 'heads', live: false, last: false, heads })
    await new Promise((resolve) => setImmediate(resolve))
  }
  await until(() => endless.channel.closed, { what: 'the endless list to be cut off' })
  t.deepEqual(refused, ['too-many-heads', 'too-many-heads'])
  await scene.close()
})

test('S12 who sends without end, asks for more than may be open, or gives what was not asked for is refused', async (t) => {
  const scene = stage()
  const ada = await scene.actor('Ada')
  const refused = refusalsOf(ada)
  const chatter = await mallory(ada, 'Chatter')
  for (let i = 0; i < 6_000; i++) chatter.say({ type: 'pong', id: i })
  await until(() => chatter.channel.closed)
  const greedy = await mallory(ada, 'Greedy')
  for (let i = 0; i < 20; i++)
    greedy.say({ type: 'want', keys: Array.from({ length: 32 }, (_, k) => bytesOf(`${i} ${k}`)) })
  await until(() => greedy.channel.closed)
  const giver = await mallory(ada, 'Giver')
  const part = {
    key: bytesOf('unasked'),
    more: false,
    manifest: bytesOf('m'),
    signature: bytesOf('s'),
    blocks: [bytesOf('b')],
  }
  giver.say({ type: 'prefix', parts: [part] })
  await until(() => giver.channel.closed)
  t.deepEqual(refused, ['too-many-messages', 'too-many-messages', 'malformed'])
  await scene.close()
})

test('S13 who proves and then says nothing is given up, and who promises blocks and has none is found out', async (t) => {
  const scene = stage()
  const ada = await scene.actor('Ada', { timings: { reconcile: 200, handOver: 200 } })
  const refused = refusalsOf(ada)
  const silent = await mallory(ada, 'Silent')
  await until(() => silent.channel.closed)
  t.deepEqual(refused, ['reconcile-timeout'])
  const boaster = await mallory(ada, 'Boaster')
  boaster.say(empty)
  boaster.say({ type: 'heads', live: false, last: true, heads: [headOf('a log nobody has', 7)] })
  await until(() => ada.sync.progress(ada.commons.id).behind === 7, { what: 'the promise to be counted' })
  await until(() => refused.includes('unproven-head'), { what: 'the promise to be found empty' })
  await until(() => ada.sync.progress(ada.commons.id).behind === 0, {
    what: 'the promise to be counted no more',
  })
  t.pass('found out')
  await scene.close()
})

test('S6 a prefix that does not verify leaves nothing behind, and the log is fetched from somebody honest', async (t) => {
  const scene = stage()
  const bo = await scene.actor('Bo')
  const log = await bo.write('the true record')
  const ada = await scene.actor('Ada', { join: { announce: false } })
  const refused = refusalsOf(ada)
  const forger = await mallory(ada, 'Forger')
  const head = { ...headOf('', 2), key: keyBytes(log) }
  forger.say(empty)
  forger.say({ type: 'heads', live: false, last: true, heads: [head] })
  await until(() => forger.said.some((message) => message.type === 'want'), {
    what: 'Ada to ask for the log',
  })
  const prefix = await bo.commons.exportPrefix(log)
  if (!prefix) throw new Error('no prefix')
  const blocks = prefix.blocks.map((block) => Uint8Array.from(block))
  ;(blocks[1] as Uint8Array)[9]! ^= 1
  forger.say({ type: 'prefix', parts: [{ ...prefix, key: keyBytes(log), more: false, blocks }] })
  await until(() => refused.includes('bad-prefix'))
  t.equal(ada.commons.head(log), null, 'nothing of it is here')
  await ada.sync.connect(`memory:${bo.id}`)
  await hasBlocks(ada, log, 2)
  t.deepEqual(await ada.read(), { [log]: ['the true record'] })
  await scene.close()
})

test('S14 a member that lies about a head costs the log nothing: without a signature there is no fork', async (t) => {
  const scene = stage()
  const ada = await scene.actor('Ada')
  const log = await ada.write('mine')
  const bo = await scene.actor('Bo')
  await allEqual([ada, bo])
  const refused = refusalsOf(bo)
  const liar = await mallory(bo, 'Liar')
  const here = bo.commons.head(log)
  if (!here) throw new Error('no head')
  const told = {
    key: keyBytes(log),
    which: 'records' as const,
    length: here.length,
    fork: 0,
    held: here.length,
    root: bytesOf('lie'),
  }
  liar.say(empty)
  liar.say({ type: 'heads', live: false, last: true, heads: [told] })
  await until(() => liar.said.some((message) => message.type === 'ask-signed'), {
    what: 'Bo to ask for the signature',
  })
  liar.say({ type: 'signed', heads: [{ ...told, signature: Buffer.alloc(100, 3) }] })
  await until(() => liar.channel.closed)
  t.deepEqual(refused, ['unproven-head'])
  t.deepEqual(bo.commons.evidence(), [])
  t.equal(bo.commons.log(log)?.forked, false)
  await ada.write('and on')
  await hasBlocks(bo, log, here.length + 1)
  await scene.close()
})

test('S2 a node is told of refusals with who and why', async (t) => {
  const scene = stage()
  const ada = await scene.actor('Ada')
  const told = new Promise((resolve) => ada.sync.once('refused', resolve))
  const noise = await mallory(ada, 'Noise')
  noise.sayBytes(seeded('noise').bytes(50))
  await until(() => noise.channel.closed)
  const { node, reason, address, commons } = (await told) as Record<string, string>
  t.deepEqual(
    [node, reason, address, commons],
    [encodeZ32(noise.stream.publicKey), 'malformed', 'Noise', ada.commons.id],
  )
  await scene.close()
})

function refusalsOf(actor: Actor): string[] {
  const reasons: string[] = []
  actor.sync.on('refused', ({ reason }) => reasons.push(reason))
  return reasons
}

test('S13 a peer that asks for much and reads nothing holds nobody else up, and memory does not grow by it', async (t) => {
  const scene = stage()
  const ada = await scene.actor('Ada')
  const log = await ada.write('first')
  for (let i = 0; i < 4; i++)
    await ada.commons.append(Array.from({ length: 30 }, () => Buffer.alloc(30_000, i)))
  const slow = await mallory(ada, 'Slow')
  slow.say(empty)
  slow.stream.pause()
  for (let i = 0; i < 6; i++)
    slow.say({ type: 'want', keys: Array.from({ length: 16 }, () => keyBytes(log)) })
  const bo = await scene.actor('Bo')
  await allEqual([ada, bo])
  const sent = ada.sync.peers().find(({ address }) => address === 'Slow')?.bytesOut ?? 0
  t.ok(sent < 8_000_000, `${sent} bytes were written for 96 times 3.6 MB asked`)
  await scene.close()
})

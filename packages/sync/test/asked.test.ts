import test from 'tape'
import { until, virtualClock } from '@allmende/testkit'
import { encodeZ32, keyBytes, type CoreKey } from '@allmende/vocabulary'
import { PREFIX_WINDOW } from '../src/limits.ts'
import { PrefixAsks } from '../src/prefix-asks.ts'
import type { Session } from '../src/session.ts'
import type { Message } from '../src/wire/message.ts'
import { bytesOf, headOf } from './actors.ts'
import { hasBlocks, stage } from './nodes.ts'
import { mallory, type Mallory } from './strangers.ts'

test('S6 a log that a peer was asked for is not asked of it again when another one goes', async (t) => {
  const scene = stage()
  const bo = await scene.actor('Bo')
  const log = await bo.write('the record')
  const prefix = await bo.commons.exportPrefix(log)
  if (!prefix) throw new Error('no prefix')
  const ada = await scene.actor('Ada', { join: { announce: false } })
  const refused: string[] = []
  ada.sync.on('refused', ({ reason }) => refused.push(reason))
  const tell = (peer: Mallory) => {
    peer.say({ type: 'digest', root: bytesOf('nothing'), count: 0, only: [] })
    const head = { ...headOf('', prefix.length), key: keyBytes(log) }
    peer.say({ type: 'heads', live: false, last: true, heads: [head] })
  }
  const wants = (peer: Mallory) => peer.said.filter(({ type }) => type === 'want').length
  const giver = await mallory(ada, 'Giver')
  tell(giver)
  await until(() => wants(giver) > 0, { what: 'Ada to ask for the log' })
  const other = await mallory(ada, 'Other')
  tell(other)
  other.say({ type: 'ping', id: 1 })
  await until(() => other.said.some(({ type }) => type === 'pong'), { what: 'the other one to be heard' })
  other.stream.destroy()
  await until(() => ada.sync.peers().length === 1, { what: 'the other one to be gone' })
  giver.say({ type: 'ping', id: 2 })
  await until(() => giver.said.some((message) => message.type === 'pong' && message.id === 2))
  t.equal(wants(giver), 1)
  for (let answer = 0; answer < wants(giver); answer++)
    giver.say({ type: 'prefix', parts: [{ ...prefix, key: keyBytes(log), more: false }] })
  await hasBlocks(ada, log, prefix.length)
  t.deepEqual(refused, [])
  await scene.close()
})

function asking() {
  const clock = virtualClock()
  const said: Message[] = []
  const link = { clock, bytesIn: 0 }
  const send = (message: Message) => void said.push(message)
  const session = { open: true, link, send } as unknown as Session
  const asks = new PrefixAsks()
  const ask = (name: string, isNewcomer = false) =>
    asks.ask(session, keyOf(name), { bytes: bytesOf(name), isNewcomer, rest: null })
  return { clock, said, link, session, asks, ask }
}

function keyOf(name: string): CoreKey {
  return encodeZ32(bytesOf(name)) as CoreKey
}

test('S6 what was asked and is not answered yet is not asked once more', (t) => {
  const { said, asks, ask } = asking()
  t.equal(ask('a log'), true)
  t.equal(ask('a log'), true, 'its answer is waited for')
  asks.flush()
  t.deepEqual(said, [{ type: 'want', keys: [bytesOf('a log')] }])
  t.end()
})

test('S13 a peer that says much and answers nothing of what it was asked for is given up', (t) => {
  const { clock, link, asks, ask } = asking()
  ask('a log')
  for (let second = 0; second < 20; second++) {
    t.deepEqual(asks.overdue(clock.now(), 20_000), [])
    clock.jump(1_000)
    link.bytesIn += 500
  }
  t.deepEqual(asks.overdue(clock.now(), 20_000), [keyOf('a log')])
  t.deepEqual(asks.overdue(clock.now(), 20_000), [], 'once')
  t.end()
})

test('S70 an answer of 256 KiB is waited for on a line of 2 kB a second; on one that brings other things for eight times as long', (t) => {
  const { clock, link, session, asks, ask } = asking()
  ask('a log')
  ask('another')
  const pass = (seconds: number) => {
    clock.jump(seconds * 1_000)
    link.bytesIn += seconds * 2_000
  }
  pass(132)
  t.deepEqual(asks.overdue(clock.now(), 20_000), [])
  asks.answered(session, keyOf('a log'))
  pass(159)
  t.deepEqual(asks.overdue(clock.now(), 20_000), [], 'something came')
  pass(1)
  t.deepEqual(asks.overdue(clock.now(), 20_000), [keyOf('another')])
  t.end()
})

test('S13 who was given up and answers late has answered what was asked, once, and as what it was', (t) => {
  const { clock, session, asks, ask, said } = asking()
  ask('a newcomer', true)
  ask('a friend')
  ask('another')
  asks.flush()
  clock.jump(20_000)
  t.equal(asks.overdue(clock.now(), 20_000).length, 3)
  t.ok(asks.assembly(session, keyOf('a newcomer')))
  t.equal(asks.answered(session, keyOf('a newcomer')), 'newcomer')
  t.equal(asks.assembly(session, keyOf('a newcomer')), null)
  t.equal(asks.answered(session, keyOf('a newcomer')), 'not-asked')
  t.equal(asks.answered(session, keyOf('a friend')), 'other')
  t.equal(ask('another'), true, 'wanted again, it is waited for, and not asked for again')
  asks.flush()
  t.equal(said.length, 1)
  t.deepEqual([...asks.ended(session).left], [keyOf('another')])
  t.end()
})

test('S13 who answers, but seldom, is told by how long each question has waited, and isn’t held to be idle', (t) => {
  const { clock, session, asks, ask } = asking()
  t.ok(asks.idle(session))
  for (const name of ['one', 'two', 'three']) ask(name)
  const waiting = () => asks.lagging(clock.now(), 20_000).flatMap(({ keys }) => keys)
  clock.jump(15_000)
  asks.answered(session, keyOf('one'))
  ask('four')
  t.deepEqual([asks.overdue(clock.now(), 20_000), waiting()], [[], []])
  clock.jump(10_000)
  t.deepEqual(asks.overdue(clock.now(), 20_000), [], 'something came meanwhile')
  t.deepEqual(waiting(), ['two', 'three'].map(keyOf))
  asks.giveUp(session, keyOf('two'))
  t.deepEqual(waiting(), [keyOf('three')])
  for (const name of ['three', 'four']) asks.answered(session, keyOf(name))
  t.notOk(asks.idle(session), 'two who answer seldom would else be asked in turns, and nobody else')
  t.equal(asks.answered(session, keyOf('two')), 'other', 'its answer is one to what was asked')
  t.ok(asks.idle(session))
  t.end()
})

test('S12 of the questions that a peer has left unanswered a bounded number is kept', (t) => {
  const { clock, session, asks, ask } = asking()
  for (let round = 0; round < 4; round++) {
    for (let at = 0; at < PREFIX_WINDOW; at++) ask(`${round} ${at}`)
    clock.jump(20_000)
    asks.overdue(clock.now(), 20_000)
  }
  t.equal(asks.assembly(session, keyOf('0 0')), null)
  t.ok(asks.assembly(session, keyOf('3 0')))
  t.end()
})

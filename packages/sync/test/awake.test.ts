import { collectingLogger, shapedProxy, until } from '@allmende/testkit'
import { createDirectTransport, type KeyPair } from '@allmende/transports'
import test from 'tape'
import { AwakeClock } from '../src/decide/awake.ts'
import { held, stage } from './nodes.ts'

test('S74 of the time between two turns no more than the most counts, and what is told only grows', (t) => {
  const steady = { at: 1_000, now: () => steady.at }
  const awake = new AwakeClock(steady, 50)
  t.equal(awake.now(), 1_000)
  steady.at = 1_500
  t.equal(awake.now(), 1_500, 'nothing is counted off before the first turn')
  awake.turn()
  steady.at = 1_540
  t.equal(awake.now(), 1_540)
  awake.turn()
  steady.at = 9_000
  t.equal(awake.now(), 1_590, 'a stall counts as the most')
  awake.turn()
  t.equal(awake.now(), 1_590)
  steady.at = 9_020
  t.equal(awake.now(), 1_610, 'and then it goes on')
  t.end()
})

const HAND_OVER_MS = 6_000
/** Longer than that, and without taking a processor from those who test beside us. */
const STALL_MS = 8_000
const BLOCKS = 8
const BLOCK = 30_000

test('S74 who was asked for a log while this machine stood still isn’t taken for silent, and gives it once', async (t) => {
  const scene = stage()
  const transport = (keyPair: KeyPair) =>
    createDirectTransport({ keyPair, host: '127.0.0.1', logger: collectingLogger() })
  const bo = await scene.actor('Bo', { transport })
  for (let block = 0; block < BLOCKS; block++) await bo.write(String(block).repeat(BLOCK))
  const log = bo.commons.own?.log
  if (!log) throw new Error('no log')
  const timings = { handOver: HAND_OVER_MS, reconcile: HAND_OVER_MS, duplicate: 200 }
  const ada = await scene.actor('Ada', { transport, timings })
  const refused: string[] = []
  ada.sync.on('refused', ({ reason }) => refused.push(reason))
  const line = await shapedProxy(bo.transport?.addresses()[0] ?? '', {
    bytesPerSecond: 1_000_000,
    latency: 150,
  })
  t.teardown(() => line.close())
  await ada.sync.connect(line.address)
  await until(() => (ada.sync.progress(ada.commons.id).behind ?? 0) > 0, { what: 'the log to be asked for' })
  Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, STALL_MS)
  await until(() => held(ada, log) === bo.commons.head(log)?.length, { what: 'all of it to be here' })
  t.ok(line.bytes() < 1.2 * BLOCKS * BLOCK, `${line.bytes()} bytes over the line`)
  t.deepEqual(refused, [], 'nobody was refused')
  await scene.close()
})

import { collectingLogger, shapedProxy, until } from '@allmende/testkit'
import { createDirectTransport, type KeyPair } from '@allmende/transports'
import test, { type Test } from 'tape'
import { MAX_BATCH_BYTES, PREFIX_MESSAGE_BYTES } from '../src/limits.ts'
import { held, stage } from './nodes.ts'

const BLOCK = 30_000
// Twenty seconds of silence at 9 kB a second, in short: what is handed over in one message takes longer than a silence may last.
const BYTES_PER_SECOND = 40_000
const TIMINGS = { handOver: 5_000, reconcile: 5_000 }

/** Bo has a log of large records; Ada is connected to Bo by slow lines only, by TCP. */
async function slowLines(t: Test, blocks: number) {
  const scene = stage()
  const transport = (keyPair: KeyPair) =>
    createDirectTransport({ keyPair, host: '127.0.0.1', logger: collectingLogger() })
  const bo = await scene.actor('Bo', { transport })
  for (let block = 0; block < blocks; block++) await bo.write(String(block % 10).repeat(BLOCK))
  const log = bo.commons.own?.log
  if (!log) throw new Error('no log')
  const ada = await scene.actor('Ada', { transport, timings: TIMINGS })
  const refused: string[] = []
  ada.sync.on('refused', ({ reason }) => refused.push(reason))
  return {
    connect: async () => {
      const to = bo.transport?.addresses()[0] ?? ''
      const line = await shapedProxy(to, { bytesPerSecond: BYTES_PER_SECOND, latency: 20 })
      t.teardown(() => line.close())
      await ada.sync.connect(line.address)
      return line
    },
    held: () => held(ada, log),
    whole: () =>
      until(() => held(ada, log) === bo.commons.head(log)?.length, { what: 'all of it to be here' }),
    close: async () => {
      t.deepEqual(refused, [], 'nobody was given up')
      t.deepEqual(await ada.read(), await bo.read())
      await scene.close()
    },
  }
}

test('S70 a log comes in one message that takes longer than a silence may last, and isn’t asked for a second time', async (t) => {
  const { connect, whole, close } = await slowLines(t, 8)
  const line = await connect()
  await whole()
  t.ok(line.bytes() < 1.2 * 8 * BLOCK, `${line.bytes()} bytes over the line`)
  await close()
})

test('S73 a log whose hand-over was cut comes block by block, and goes on where it was after the next cut', async (t) => {
  const blocks = 12
  const lines = await slowLines(t, blocks)
  const first = await lines.connect()
  await until(() => first.bytes() > PREFIX_MESSAGE_BYTES + 20_000, { what: 'the hand-over to be under way' })
  await first.close()
  t.equal(lines.held(), 0, 'a part without its end is nothing')
  const second = await lines.connect()
  await until(() => second.bytes() > (blocks / 2) * BLOCK, { what: 'half of it to have come' })
  await second.close()
  const third = await lines.connect()
  await lines.whole()
  const bytes = second.bytes() + third.bytes()
  // One that was under way, and one that lay in the sockets' buffers behind it.
  const most = blocks * BLOCK * 1.1 + 2 * MAX_BATCH_BYTES
  t.ok(bytes < most, `${bytes} bytes since the first cut: all of it, and two frames for the second`)
  await lines.close()
})

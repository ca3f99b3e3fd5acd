import test from 'tape'
import { shapedProxy } from '@allmende/testkit'
import type { NodeEvent } from '../src/index.ts'
import { addressOf, eventually, scene } from './nodes.ts'

test('N47 a peer whose cable is out is told as silent since it was last heard of, is promised nothing on, and answers again', async (t) => {
  const { open, files } = scene(t)
  const ada = await open('ada', { timings: { ping: 100, silent: 1_500 } })
  await ada.profile({ name: 'Ada' })
  const garden = await ada.createCommons({ name: 'Garden', public: true })
  await ada.share({ path: files('lamp', { 'lamp.txt': 'light' }), licence: 'CC-BY-4.0' })
  const ben = await open('ben')
  const line = await shapedProxy(await addressOf(ada), { bytesPerSecond: 1e7, latency: 1 })
  t.teardown(() => line.close())
  await ben.connect(line.address)
  await ben.joinCommons({ link: garden.link })
  const found = async () => (await ben.find({ words: 'lamp' })).results[0]?.id
  await eventually('the lamp to be told to Ben', async () => (await found()) !== undefined)
  await ben.pin({ good: (await found()) ?? '' })
  const peer = async () => (await ada.status()).peers[0]
  const reasons = async () => (await ada.status()).safeToClose.why.map(({ code }) => code)
  await eventually('Ben to answer and to hold the lamp', async () => {
    const answers = (await peer())?.rtt !== null && (await peer())?.silentSince === null
    return answers && !(await reasons()).includes('alone')
  })
  const told: (number | null)[] = []
  const stop = ada.on((event: NodeEvent) => {
    if (event.type === 'peer-silent') told.push(event.peer.silentSince)
  })
  t.teardown(stop)
  const before = Date.now()
  line.hush()
  await eventually('Ben to be told as silent', async () => told.length === 1)
  const silent = await peer()
  t.ok(silent, 'the connection stands')
  const since = silent?.silentSince ?? Infinity
  t.ok(since <= Date.now() - 1_500, 'since when nothing came')
  t.ok(since > before - 60_000, 'by the clock on the wall')
  t.ok((await reasons()).includes('alone'), 'that Ben has the lamp is counted on no more')
  line.speak()
  await eventually('Ben to be heard of again', async () => told.at(-1) === null)
  t.equal((await peer())?.silentSince, null)
  t.notOk((await reasons()).includes('alone'))
})

import test from 'tape'
import type { AllmendeNode } from '../src/index.ts'
import { connect, errorOf, eventually, scene } from './nodes.ts'

const codes = async (node: AllmendeNode) => (await node.status()).findings.map(({ code }) => code)
const comments = async (node: AllmendeNode, id: string) =>
  (await node.show(id)).comments.map(({ text }) => text).toSorted()

test('DV7 retired by the root: what it wrote before stays, what it wrote beyond is shown nowhere, and it stops when it is told', async (t) => {
  const { open, files } = scene(t)
  const stolen = await open('stolen')
  const { words = '', link } = await stolen.createCommons({ name: 'Garden', public: false })
  const path = files('bench', { 'README.md': 'Two boards.' })
  const { id } = await stolen.share({ path, licence: 'CC-BY-SA-4.0', type: 'design' })
  await stolen.comment({ on: id, text: 'before' })
  const ben = await open('ben')
  await ben.joinCommons({ link })
  await ben.profile({ name: 'Ben' })
  await connect(ben, stolen)
  await eventually('Ben to be known', async () => (await stolen.members({})).members.length === 2)
  const laptop = await open('laptop')
  await connect(laptop, stolen)
  await laptop.restore({ words })
  await eventually('Ben to be known', async () => (await laptop.members({})).members.length === 2)
  const { device = '' } = (await laptop.listDevices()).devices.find(({ here }) => !here) ?? {}
  t.equal(
    (await errorOf(laptop.retireDevice({ device: (await laptop.status()).device ?? '' }))).code,
    'DEVICE_HERE',
  )
  t.equal(
    (await errorOf(laptop.retireDevice({ device }))).code,
    'DEVICE_VOTES',
    'one device alone has no right to',
  )
  t.equal(
    (await errorOf(laptop.retireDevice({ device, words: `${'abandon '.repeat(23)}art` }))).code,
    'IDENTITY_OTHER',
  )
  await laptop.close()
  // Somebody goes on writing with it, and Ben gets that before he hears of the retirement.
  await stolen.comment({ on: id, text: 'beyond' })
  await eventually('Ben to see it', async () => (await comments(ben, id)).includes('beyond'))
  await stolen.close()
  await ben.close()
  const again = await open('laptop')
  const retired = await again.retireDevice({ device, words, anyway: true })
  t.ok(retired.byRoot)
  t.deepEqual(await comments(again, id), ['before'])
  const benAgain = await open('ben')
  await connect(benAgain, again)
  await eventually(
    'Ben to leave out what is beyond',
    async () => String(await comments(benAgain, id)) === 'before',
  )
  const stolenAgain = await open('stolen')
  await connect(stolenAgain, benAgain)
  await eventually('it to be told', async () => (await codes(stolenAgain)).includes('device-retired'))
  t.equal((await errorOf(stolenAgain.comment({ on: id, text: 'after' }))).code, 'IDENTITY_RETIRED')
  await eventually('itself to leave it out', async () => String(await comments(stolenAgain, id)) === 'before')
  await again.comment({ on: id, text: 'from the new one' })
  await eventually(
    'Ben to go on',
    async () => String(await comments(benAgain, id)) === 'before,from the new one',
  )
  t.deepEqual(await comments(stolenAgain, id), ['before'], 'nothing under the new key')
  const listed = (await again.listDevices()).devices.find((one) => one.device === device)
  t.ok(listed?.retired, 'the list of devices says so')
})

test('DV7 two of three devices retire the third, one doesn’t', async (t) => {
  const { open } = scene(t)
  const first = await open('first')
  const { words = '', id: commons } = await first.createCommons({ name: 'Garden', public: false })
  const others = []
  for (const name of ['second', 'third']) {
    const node = await open(name)
    await connect(node, first)
    await node.restore({ words })
    others.push(node)
  }
  const [second, third] = others as [AllmendeNode, AllmendeNode]
  const { device } = await third.status()
  for (const node of [first, second])
    await eventually('all devices to be known', async () => (await node.listDevices()).devices.length === 3)
  const before = await first.retireDevice({ device: device ?? '' })
  t.notOk(before.byRoot)
  await third.profile({ name: 'still here' })
  t.notOk((await codes(third)).includes('device-retired'), 'one word is not enough')
  await eventually('the second to be up to date', async () => {
    const { commons: all } = await second.status()
    return all.find(({ id }) => id === commons)?.behind === 0
  })
  await second.retireDevice({ device: device ?? '', anyway: true })
  await eventually('the third to be told', async () => (await codes(third)).includes('device-retired'))
  t.equal((await errorOf(third.profile({ name: 'no more' }))).code, 'IDENTITY_RETIRED')
  t.notOk((await codes(first)).includes('device-retired'))
})

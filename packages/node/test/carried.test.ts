import test from 'tape'
import type { AllmendeNode } from '../src/index.ts'
import { connect, eventually, scene } from './nodes.ts'

/** More than what is carried of a newcomer, the entry that binds the log and the first good among them. */
const MANY = 80

async function busyFounder(node: AllmendeNode, path: string): Promise<{ link: string; last: string }> {
  const { link } = await node.createCommons({ name: 'Workshop', public: true })
  const first = await node.share({ path, licence: 'CC0-1.0', title: 'First' })
  for (let at = 0; at < MANY; at++) await node.comment({ on: first.id, text: `note ${at}` })
  const last = await node.share({ path, licence: 'CC0-1.0', title: 'Last', asNew: true })
  return { link, last: last.link }
}

test('R23 whose thing a link names is no newcomer: the thing is copied however much they wrote before', async (t) => {
  const { open, files, read } = scene(t)
  const [anna, ben] = [await open('anna'), await open('ben')]
  const { last } = await busyFounder(anna, files('lamp', { 'lamp.txt': 'light' }))
  await connect(ben, anna)
  await ben.copy({ from: last, to: files('copies', {}) })
  t.equal(read('copies', 'lamp.txt'), 'light')
})

test('R23 the founder named by the link of a commons is carried whole, and so are those they vouch for', async (t) => {
  const { open, files } = scene(t)
  const [anna, ben, cleo] = [await open('anna'), await open('ben'), await open('cleo')]
  const path = files('lamp', { 'lamp.txt': 'light' })
  const { link } = await busyFounder(anna, path)
  await ben.joinCommons({ link })
  await connect(ben, anna)
  const good = await ben.share({ path: files('chair', { 'chair.txt': 'seat' }), licence: 'CC0-1.0' })
  for (let at = 0; at < MANY; at++) await ben.comment({ on: good.id, text: `note ${at}` })
  const person = (await ben.status()).person ?? ''
  await eventually(
    'Anna to have a record of Ben',
    async () => (await anna.find({ words: 'chair' })).total > 0,
  )
  await anna.vouch({ person })
  await cleo.joinCommons({ link: (await ben.listCommons())[0]?.link ?? '' })
  await connect(cleo, anna)
  await eventually(
    'all of the founder to be here',
    async () => (await cleo.find({ words: 'Last' })).total > 0,
  )
  await eventually(
    'all of whom the founder vouched for to be here',
    async () => (await cleo.status()).commons[0]?.records === (await ben.status()).commons[0]?.records,
  )
  t.ok(
    ((await cleo.status()).commons[0]?.records ?? 0) > 2 * MANY,
    'far more than what is carried of newcomers',
  )
})

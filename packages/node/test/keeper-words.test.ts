import { join } from 'node:path'
import { encodeHolding, type Holding } from '@allmende/rules'
import { temporaryFolder } from '@allmende/testkit'
import { nodeKeyPair } from '@allmende/transports'
import { commonsIdOf, nodeIdOf, personIdOf } from '@allmende/vocabulary'
import test from 'tape'
import { HoldingBook, isNews } from '../src/keeping/holding-book.ts'
import { signAsNode } from '../src/node-signature.ts'
import { connect, eventually, scene } from './nodes.ts'

const key = (n: number) => new Uint8Array(32).fill(n)
const [BERT, EVE] = [nodeKeyPair(key(1)), nodeKeyPair(key(2))]
const NOW = 1_760_000_000_000
const HOUR = 60 * 60 * 1000

function saying(more: Partial<Holding> = {}): Uint8Array {
  return encodeHolding({
    commons: commonsIdOf(key(3)),
    node: nodeIdOf(BERT.publicKey),
    person: personIdOf(key(4)),
    at: NOW,
    agreed: true,
    cores: [],
    held: { count: 0, digest: key(5) },
    missing: { count: 0, bytes: 0, ids: [] },
    bytes: 0,
    quota: null,
    ...more,
  })
}

test('a keeper’s word counts only with the signature of that keeper, the newest, and none from the future', async (t) => {
  const file = join(temporaryFolder(t), 'keepers.json')
  const book = new HoldingBook(file, () => NOW)
  await book.load()
  const take = async (bytes: Uint8Array, by = BERT) => (await book.take(bytes, signAsNode(by, bytes))).taken
  t.equal(await take(saying(), EVE), 'refused', 'signed by somebody else')
  const good = saying()
  const altered = Uint8Array.from(good)
  altered[altered.length - 1] = 5
  t.equal((await book.take(altered, signAsNode(BERT, good))).taken, 'refused', 'altered on its way')
  t.equal(await take(saying({ at: NOW + HOUR })), 'refused', 'from the future')
  t.equal(await take(good), 'new')
  t.equal(await take(good), 'old', 'the same again')
  t.equal(await take(saying({ at: NOW - 1, agreed: false })), 'old', 'an earlier one takes nothing back')
  t.equal(await take(saying({ at: NOW + 1000 })), 'newer', 'still the same: not for everybody')
  t.equal(await take(saying({ at: NOW + 2000, agreed: false })), 'new')
  const again = new HoldingBook(file, () => NOW)
  await again.load()
  const [kept] = again.in(commonsIdOf(key(3)))
  t.equal(kept?.holding.agreed, false, 'the newest is on disk')
  t.ok(
    kept &&
      isNews({ at: NOW, content: kept.content }, { ...kept, holding: { ...kept.holding, at: NOW + HOUR } }),
  )
})

test('what a keeper says reaches who asked it by way of somebody else, although the two never meet', async (t) => {
  const { open, files } = scene(t)
  const ada = await open('ada')
  const commons = await ada.createCommons({ name: 'Lamps', public: true })
  await ada.profile({ name: 'Ada' })
  await ada.share({ path: files('lamp', { 'a.txt': 'A lamp.' }), licence: 'CC-BY-SA-4.0', title: 'Lamp' })
  const [bert, carla] = [await open('bert'), await open('carla')]
  await bert.profile({ name: 'Bert' })
  for (const node of [bert, carla]) await node.joinCommons({ link: commons.link })
  await connect(carla, ada)
  await ada.addKeeper({ who: bert.id })
  await eventually('Carla to see it', async () => (await carla.find({})).total === 1)
  await carla.pin({ good: 'Lamp' })
  const records = async (node: typeof ada) => (await node.status()).commons[0]?.records
  await eventually(
    'Carla to have all that Ada wrote',
    async () => (await records(carla)) === (await records(ada)),
  )
  await ada.close()
  await connect(carla, bert)
  await eventually(
    'Bert to be asked, by way of Carla',
    async () => (await bert.listKeepers()).keeping.length === 1,
  )
  await bert.keepFor({ who: 'Ada' })
  await eventually('Bert to hold it', async () => (await bert.listKeepers()).keeping[0]?.held.versions === 1)
  const again = await open('ada')
  t.equal((await again.status()).safeToClose.answer, 'unknown', 'nobody has told her yet')
  await connect(carla, again)
  await eventually('Ada to be told', async () => (await again.status()).safeToClose.answer === 'yes')
  t.notOk(
    (await again.status()).peers.some(({ node }) => node === bert.id),
    'the two never met',
  )
})

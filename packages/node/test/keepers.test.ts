import test from 'tape'
import type { AllmendeNode } from '../src/index.ts'
import { connect, errorOf, eventually, scene } from './nodes.ts'

const LAMP = { 'README.md': 'A lamp.', 'lamp.bin': new Uint8Array(300_000).fill(7) }

async function safe(node: AllmendeNode) {
  return (await node.status()).safeToClose
}

/** Ada with a public commons and a good in it, Bert who has joined it, both connected and known by name. */
async function adaAndBert({ open, files }: ReturnType<typeof scene>) {
  const ada = await open('ada')
  const commons = await ada.createCommons({ name: 'Lamps', public: true })
  await ada.profile({ name: 'Ada' })
  const lamp = await ada.share({ path: files('lamp', LAMP), licence: 'CERN-OHL-S-2.0', title: 'Lamp' })
  const bert = await open('bert')
  await bert.profile({ name: 'Bert' })
  await bert.joinCommons({ link: commons.link })
  await connect(bert, ada)
  await eventually('Ada to know Bert', async () => (await ada.status()).peers[0]?.name === 'Bert')
  return { ada, bert, commons, lamp }
}

test('safe to close is true only when a named keeper has agreed and says that it holds everything', async (t) => {
  const { ada, bert } = await adaAndBert(scene(t))
  const before = await safe(ada)
  t.equal(before.answer, 'no')
  t.ok(before.reasons.some((reason) => reason.includes('only on this computer as far as is known: "Lamp"')))
  t.equal((await errorOf(ada.addKeeper({ who: 'Nobody' }))).code, 'KEEPER_UNKNOWN')
  t.equal((await errorOf(ada.addKeeper({ who: 'Ada' }))).code, 'KEEPER_SELF')
  t.equal((await ada.addKeeper({ who: 'bert' })).node, bert.id)
  await eventually('Bert to be asked', async () => (await bert.listKeepers()).keeping[0]?.name === 'Ada')
  await eventually('Bert to have said what he lacks', async () =>
    /lacks 300 kB of "Lamp"/.test((await safe(ada)).reasons.join()),
  )
  t.equal((await safe(ada)).answer, 'no')
  await bert.keepFor({ who: 'Ada' })
  await eventually('Bert to hold everything', async () => (await safe(ada)).answer === 'yes')
  const { reasons, keepers } = await safe(ada)
  t.match(reasons.join(), /^1 of 1 keeper \(Bert\) holds everything of yours as of \d\d:\d\d$/)
  t.deepEqual(
    keepers.map(({ name, answer, agreed }) => [name, answer, agreed]),
    [['Bert', 'yes', true]],
  )
})

test('something new is not safe until the keeper has said so; what a keeper that is gone lacks is told', async (t) => {
  const { ada, bert, lamp } = await adaAndBert(scene(t))
  await ada.addKeeper({ who: bert.id })
  await eventually('Bert to be asked', async () => (await bert.listKeepers()).keeping.length === 1)
  await bert.keepFor({ who: 'Ada' })
  await eventually('Bert to hold everything', async () => (await safe(ada)).answer === 'yes')
  await bert.close()
  await ada.comment({ on: lamp.id, text: 'The cable is too short.' })
  const { answer, reasons } = await safe(ada)
  t.equal(answer, 'no')
  t.match(reasons.join(), /Bert lacks 1 record \(as of \d\d:\d\d\)/)
})

test('KP1 a keeper that was asked for everything is asked in a commons joined later too, once it turns up there; taken back, it isn’t', async (t) => {
  const { ada, bert } = await adaAndBert(scene(t))
  t.ok((await ada.addKeeper({ who: 'Bert' })).later)
  const more = async (name: string) => {
    const { link } = await ada.createCommons({ name, public: false })
    t.deepEqual((await ada.listKeepers()).keepers[0]?.commons.includes(name) ?? false, false, 'not before')
    await bert.joinCommons({ link })
    await eventually('the two to be in it together', async () =>
      (await ada.status()).peers.some(({ commons }) => commons.length > 1),
    )
  }
  await more('House')
  await eventually(
    'Bert to be asked in both',
    async () => (await bert.listKeepers()).keeping[0]?.commons.length === 2,
  )
  t.equal((await ada.listKeepers()).keepers[0]?.later, true, 'and that is said')
  await ada.removeKeeper({ who: 'Bert' })
  await more('Shed')
  await ada.comment({
    on: (await ada.find({ words: 'lamp' })).results[0]?.id ?? '',
    text: 'so that something passes',
  })
  t.deepEqual((await ada.listKeepers()).keepers, [])
})

test('KP2 what is kept for all others together stays within its limit; what is left out is told to both, and fetched when the limit is larger', async (t) => {
  const place = scene(t)
  const { open, files } = place
  const { ada, bert, commons } = await adaAndBert(place)
  const carla = await open('carla')
  await carla.profile({ name: 'Carla' })
  await carla.joinCommons({ link: commons.link })
  const path = files('chair', { 'chair.bin': new Uint8Array(200_000).fill(8) })
  await carla.share({ path, licence: 'CERN-OHL-S-2.0', title: 'Chair' })
  await connect(bert, carla)
  await eventually('Carla to know Bert', async () =>
    (await carla.status()).peers.some(({ name }) => name === 'Bert'),
  )
  await bert.limitKept({ bytes: 400_000 })
  for (const node of [ada, carla]) await node.addKeeper({ who: bert.id })
  await eventually('Bert to be asked by both', async () => (await bert.listKeepers()).keeping.length === 2)
  await bert.keepFor({ who: 'Ada' })
  await eventually('Bert to hold all of Ada’s', async () => (await safe(ada)).answer === 'yes')
  await bert.keepFor({ who: 'Carla' })
  const ofCarla = async (node: AllmendeNode) =>
    (await node.listKeepers()).keeping.find(({ name }) => name === 'Carla')
  await eventually('the chair to be left out', async () => (await ofCarla(bert))?.over.versions === 1)
  await eventually('Carla to be told', async () =>
    /their limit for you is reached/.test((await safe(carla)).reasons.join()),
  )
  t.equal((await safe(carla)).answer, 'no')
  const { together } = await bert.listKeepers()
  t.deepEqual([together.limit, together.bytes <= 400_000], [400_000, true])
  await bert.close()
  const again = await open('bert')
  await connect(again, carla)
  t.equal((await again.listKeepers()).together.limit, 400_000, 'also after a restart')
  t.equal((await ofCarla(again))?.over.versions, 1)
  await again.limitKept({ bytes: null })
  await eventually('all of Carla’s to be there', async () => (await safe(carla)).answer === 'yes')
})

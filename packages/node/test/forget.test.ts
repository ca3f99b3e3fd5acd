import { readFileSync } from 'node:fs'
import { seeded } from '@allmende/testkit'
import test from 'tape'
import type { AllmendeNode } from '../src/index.ts'
import { connect, errorOf, eventually, scene } from './nodes.ts'

const random = seeded('forget')
const BIG = random.bytes(12_000_000)
const BOTH = random.bytes(3_000_000)

async function heldHere(node: AllmendeNode, id: string): Promise<boolean> {
  return (await node.show(id)).versions.at(-1)?.heldHere === true
}

async function twoGoods({ open, files }: ReturnType<typeof scene>) {
  const ada = await open('ada')
  const commons = await ada.createCommons({ name: 'Lamps', public: true })
  const licence = 'CERN-OHL-S-2.0'
  const lamp = await ada.share({
    path: files('lamp', { 'big.bin': BIG, 'both.bin': BOTH }),
    licence,
    title: 'Lamp',
  })
  const shade = await ada.share({ path: files('shade', { 'both.bin': BOTH }), licence, title: 'Shade' })
  return { ada, commons, lamp, shade }
}

test('the last known holder doesn’t forget unless told so; then the disk has the room back, and what others need stays', async (t) => {
  const { open, files } = scene(t)
  const { ada, commons, lamp, shade } = await twoGoods({ open, files } as ReturnType<typeof scene>)
  const refused = await errorOf(ada.forget({ thing: 'Lamp' }))
  t.equal(refused.code, 'FORGET_LAST')
  t.match(refused.message, /only on this computer as far as is known/)
  t.ok(await heldHere(ada, lamp.id))
  const bert = await open('bert')
  await bert.joinCommons({ link: commons.link })
  await connect(bert, ada)
  await bert.copy({ from: lamp.link, to: files('bert-lamp', {}) })
  await eventually(
    'Ada to know that Bert has it',
    async () => (await ada.show(lamp.id)).versions[0]?.holders === 2,
  )
  const { freed, before, after, folders, versions } = await ada.forget({ thing: 'Lamp' })
  t.equal(versions, 1)
  t.ok(freed > 11_000_000 && freed === before - after, `${freed} bytes freed on the disk of 12,000,000`)
  t.ok(
    folders.some((folder) => folder.endsWith('lamp')),
    'the folder it was shared from is another copy',
  )
  t.notOk(await heldHere(ada, lamp.id))
  t.ok(await heldHere(ada, shade.id))
  const checked = await ada.check({})
  t.deepEqual(checked.problems, [])
  const to = files('shade-again', {})
  t.equal((await ada.copy({ from: shade.id, to })).fetched, 0, 'what another good needs is here')
  const again = await ada.copy({ from: lamp.id, to: files('lamp-again', {}) })
  t.ok(again.fetched >= 12_000_000, `${again.fetched} bytes came back from Bert into the own log`)
  t.ok(await heldHere(ada, lamp.id))
  const more = await ada.share({
    path: files('new', { 'new.txt': 'new' }),
    licence: 'CC-BY-SA-4.0',
    title: 'New',
  })
  await eventually('Bert to hear of what comes after', async () => (await bert.show(more.id)).title === 'New')
  t.deepEqual((await ada.check({})).problems, [])
  t.deepEqual((await ada.status()).findings, [])
})

test('what a draft refers to stays when the good it began with is forgotten', async (t) => {
  const place = scene(t)
  const { ada } = await twoGoods(place)
  const draft = await ada.createDraft({ title: 'Next lamp', good: 'Lamp' })
  await ada.forget({ thing: 'Lamp', evenIfLast: true })
  await ada.archiveDraft({ draft: draft.id, to: `${place.folder}/archived` })
  t.deepEqual(readFileSync(`${place.folder}/archived/files/big.bin`), Buffer.from(BIG))
})

test('what is forgotten stays so after opening again, and its log goes on', async (t) => {
  const { open, files } = scene(t)
  const { ada, lamp } = await twoGoods({ open, files } as ReturnType<typeof scene>)
  await ada.forget({ thing: lamp.id, evenIfLast: true })
  t.equal((await errorOf(ada.forget({ thing: lamp.id }))).code, 'FORGET_NOTHING')
  await ada.close()
  const again = await open('ada')
  t.notOk(await heldHere(again, lamp.id))
  t.deepEqual((await again.check({})).problems, [])
  await again.share({ path: files('new', { 'new.txt': 'new' }), licence: 'CC-BY-SA-4.0', title: 'New' })
  t.deepEqual((await again.status()).findings, [])
  const back = await again.share({ path: files('lamp', {}), over: true })
  t.equal(back.id, lamp.id)
  t.ok(await heldHere(again, lamp.id), 'shared again from the folder, all of it is here')
})

test('a pin fetches what is meant, also what comes later and after a restart; what is over its limit is said', async (t) => {
  const { open, files } = scene(t)
  const { ada, commons } = await twoGoods({ open, files } as ReturnType<typeof scene>)
  const bert = await open('bert')
  await bert.joinCommons({ link: commons.link })
  await connect(bert, ada)
  await eventually('Bert to see both', async () => (await bert.find({})).total === 2)
  t.equal((await errorOf(bert.pin({}))).code, 'PIN_WHAT')
  const small = await bert.pin({ everything: true, max: 4_000_000 })
  t.deepEqual([small.held.versions, small.over.versions, small.goods], [1, 1, 2], 'only the small one fits')
  t.equal(small.fetched, 3_000_000)
  const seen: number[] = []
  const lamp = await bert.pin({ good: 'Lamp' }, { onProgress: ({ done }) => seen.push(done) })
  t.deepEqual([lamp.held.versions, lamp.missing.versions], [1, 0])
  t.ok(
    seen.some((done) => done > 0 && done < 15_000_000),
    'progress is told on the way',
  )
  t.equal((await bert.listPins()).pins.length, 2)
  await bert.close()
  await ada.share({ path: files('lamp', { 'more.txt': 'A longer cable.' }) })
  const again = await open('bert')
  await connect(again, ada)
  await eventually('the next version to come by itself', async () => {
    const { versions } = await again.show('Lamp')
    return versions.length === 2 && versions.at(-1)?.heldHere === true
  })
  await again.unpin({ good: 'Lamp' })
  t.equal((await errorOf(again.unpin({ good: 'Lamp' }))).code, 'PIN_NONE')
})

test('a retraction asks: others leave it out and free it but for what they pinned, a stranger’s word counts for nothing', async (t) => {
  const { open, files } = scene(t)
  const { ada, commons, lamp } = await twoGoods({ open, files } as ReturnType<typeof scene>)
  const [bert, carla] = [await open('bert'), await open('carla')]
  for (const node of [bert, carla]) {
    await node.joinCommons({ link: commons.link })
    await connect(node, ada)
    await eventually('them to see both', async () => (await node.find({})).total === 2)
  }
  await bert.copy({ from: lamp.id, to: files('bert-lamp', {}) })
  await carla.pin({ good: 'Lamp' })
  await eventually('Ada to know of both', async () => (await ada.show(lamp.id)).versions[0]?.holders === 3)
  t.equal((await errorOf(bert.retract({ thing: 'Lamp' }))).code, 'RETRACT_FOREIGN')
  await ada.retract({ thing: 'Lamp', note: 'It has a face in it.' })
  await eventually('Bert to leave it out', async () => (await bert.find({})).total === 1)
  await eventually('Bert to hold it no longer', async () => !(await heldHere(bert, lamp.id)))
  t.deepEqual((await bert.check({})).problems, [])
  t.ok(await heldHere(carla, lamp.id), 'what she pinned stays')
  t.equal((await carla.find({})).total, 2)
  t.ok(await heldHere(ada, lamp.id), 'one’s own stays until it is forgotten')
  await eventually('it to be told who no longer holds it', async () => {
    const { retraction } = await ada.show(lamp.id)
    return retraction?.held === 2 && retraction.forgotten === 1
  })
  t.equal((await ada.show(lamp.id)).retraction?.note, 'It has a face in it.')
  await ada.retract({ thing: lamp.id, withdraw: true })
  await eventually('it to be found again', async () => (await bert.find({})).total === 2)
})

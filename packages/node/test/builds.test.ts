import { join } from 'node:path'
import test from 'tape'
import { connect, errorOf, eventually, scene } from './nodes.ts'

test('a build of an exact version by somebody else is told with its problems and pictures, which can be copied', async (t) => {
  const { open, files, folder, read } = scene(t)
  const [anna, bert] = [await open('anna'), await open('bert')]
  const { link } = await anna.createCommons({ name: 'Workshop', public: true })
  const source = files('lamp', { 'a.txt': 'one\n' })
  const lamp = await anna.share({ path: source, title: 'Lamp', licence: 'CERN-OHL-S-2.0', type: 'design' })
  for (const text of ['two\n', 'three\n']) {
    files('lamp', { 'a.txt': text })
    await anna.share({ path: source })
  }
  await bert.joinCommons({ link })
  await connect(bert, anna)
  await eventually('three versions at Bert', async () => (await bert.show(lamp.id)).versions.length === 3)
  const photo = join(files('photos', { 'lamp.jpg': 'a picture' }), 'lamp.jpg')
  const other = join(files('more', { 'lamp.jpg': 'another' }), 'lamp.jpg')
  const told = await bert.reportBuild({
    good: lamp.id,
    version: '2',
    outcome: 'failed',
    problems: [{ part: 'arm', text: 'breaks' }],
    equipment: ['Drill'],
    materials: [{ name: 'Oak', quantity: 0.5, unit: 'kilogram' }],
    repairability: 4,
    commercial: false,
    finished: '2026-05-01',
    photos: [photo, other],
  })
  t.deepEqual([told.number, told.files, told.licence], [2, 2, 'CC-BY-SA-4.0'])
  await eventually('the build at Anna', async () => (await anna.show(lamp.id)).builds.length === 1)
  const shown = await anna.show(lamp.id)
  t.deepEqual(shown.built, { works: 0, partly: 0, failed: 1, byOthers: 0 })
  const [build] = shown.builds
  t.deepEqual(
    [build?.number, build?.outcome, build?.byOther, build?.problems[0]?.part, build?.photos.length],
    [2, 'failed', true, 'arm', 2],
  )
  t.deepEqual(
    shown.versions.map(({ builds }) => builds),
    [0, 1, 0],
  )
  await anna.copy({ from: told.id, to: join(folder, 'seen') })
  t.equal(read('seen', 'lamp.jpg'), 'a picture')
  t.equal(read('seen', '2-lamp.jpg'), 'another')

  const wrong = (request: Record<string, unknown>) =>
    errorOf(bert.reportBuild({ good: lamp.id, outcome: 'works', ...request }))
  t.equal((await wrong({ outcome: 'great' })).code, 'WORD_UNKNOWN')
  t.equal((await wrong({ ease: 6 })).code, 'NUMBER_RANGE')
  t.equal((await wrong({ amount: 0 })).code, 'NUMBER_RANGE')
  t.equal((await wrong({ finished: 'May' })).code, 'WORD_UNKNOWN')
  t.equal((await wrong({ version: '9' })).code, 'VERSION_UNKNOWN')
  t.equal((await wrong({ photos: [photo], licence: 'CC-BY-NC-4.0' })).code, 'LICENCE_REFUSED')
})

test('goods are found by who built them, their tag, type, author and what is missing in a word', async (t) => {
  const { open, files } = scene(t)
  const [anna, bert] = [await open('anna'), await open('bert')]
  const { link } = await anna.createCommons({ name: 'Workshop', public: true })
  await anna.profile({ name: 'Anna' })
  const path = files('lamp', { 'a.txt': 'one\n' })
  const lamp = await anna.share({
    path,
    title: 'Lantern',
    licence: 'CERN-OHL-S-2.0',
    type: 'design',
    tags: ['light'],
  })
  await bert.joinCommons({ link })
  await connect(bert, anna)
  await eventually('it at Bert', async () => (await bert.show(lamp.id)).title === 'Lantern')
  const total = async (request: Parameters<typeof anna.find>[0]) => (await anna.find(request)).total
  t.equal(await total({ kind: 'good', builtByOthers: true }), 0)
  await bert.reportBuild({ good: lamp.id, outcome: 'works' })
  await eventually('the build', async () => (await total({ kind: 'good', builtByOthers: true })) === 1)
  t.equal(await total({ type: 'design', tag: 'light', author: 'Anna' }), 1)
  t.equal(await total({ type: 'software' }), 0)
  const { searchedFor, results } = await anna.find({ words: 'lanten' })
  t.deepEqual(
    [searchedFor, results[0]?.title],
    ['lantern', 'Lantern'],
    'and it is told what was searched for',
  )
  t.equal((await errorOf(anna.find({ author: 'Nobody' }))).code, 'PERSON_UNKNOWN')
  t.equal((await errorOf(anna.find({ type: 'gadget' }))).code, 'WORD_UNKNOWN')
})

test('a use outside is told, and shown with what came back', async (t) => {
  const { open, files } = scene(t)
  const anna = await open('anna')
  await anna.createCommons({ name: 'Workshop', public: true })
  const path = files('lamp', { 'a.txt': 'one\n' })
  const lamp = await anna.share({ path, title: 'Lamp', licence: 'CERN-OHL-S-2.0', type: 'design' })
  await anna.reportUse({ good: lamp.id, by: 'Lamps Ltd', how: 'sold', returned: 'source' })
  const [use] = (await anna.show(lamp.id)).outsideUses
  t.deepEqual([use?.by, use?.how, use?.returned], ['Lamps Ltd', 'sold', 'source'])
  const wrong = await errorOf(anna.reportUse({ good: lamp.id, by: 'X', how: 'y', returned: 'love' }))
  t.equal(wrong.code, 'WORD_UNKNOWN')
})

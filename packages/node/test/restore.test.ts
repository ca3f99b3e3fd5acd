import test from 'tape'
import { connect, eventually, scene } from './nodes.ts'

const finding = async (node: {
  status(): Promise<{ findings: readonly { code: string; message: string }[] }>
}) => (await node.status()).findings.map(({ code }) => code)

test('DV1 restored from the words while the old device runs: both write, both have everything, both are told, and no log forks', async (t) => {
  const { open, files } = scene(t)
  const laptop = await open('laptop')
  const made = await laptop.createCommons({ name: 'Garden', public: false })
  await laptop.profile({ name: 'Anna' })
  const path = files('trellis', { 'README.md': 'Four slats.' })
  const good = await laptop.share({ path, licence: 'CERN-OHL-S-2.0', type: 'design' })
  const desktop = await open('desktop')
  await connect(desktop, laptop)
  const back = await desktop.restore({ words: made.words ?? '' })
  t.ok(back.found)
  t.equal(back.name, 'Anna')
  t.deepEqual(
    back.commons.map(({ name, whole }) => [name, whole]),
    [['Garden', 'yes']],
  )
  t.deepEqual([back.missing, back.files], [[], []])
  t.equal(back.person, (await laptop.status()).person, 'the same person')
  t.notEqual(back.device, (await laptop.status()).device, 'another device')
  await Promise.all([
    laptop.comment({ on: good.id, text: 'from the laptop' }),
    desktop.comment({ on: good.id, text: 'from the desktop' }),
  ])
  for (const node of [laptop, desktop])
    await eventually('both comments', async () => (await node.show(good.id)).comments.length === 2)
  await eventually('the laptop to be told', async () => (await finding(laptop)).includes('device-new'))
  await eventually('the desktop to be told', async () => (await finding(desktop)).includes('device-other'))
  for (const node of [laptop, desktop]) {
    t.notOk((await finding(node)).some((code) => /fork|sealed/.test(code)))
    const { devices } = await node.listDevices()
    t.deepEqual(
      devices.map(({ connected }) => connected),
      [true, true],
    )
    t.ok((await node.check({})).ok)
  }
})

test('DV6 from words alone: all commons, what a member has of them, and a list of what nobody has', async (t) => {
  const { open, files } = scene(t)
  const ben = await open('ben')
  const street = await ben.createCommons({ name: 'Street', public: false })
  const laptop = await open('laptop')
  const { words = '' } = await laptop.profile({ name: 'Carla' })
  await laptop.joinCommons({ link: street.link })
  const diary = await laptop.createCommons({ name: 'Diary', public: false })
  const path = files('page', { 'today.txt': 'Built a cart.' })
  await laptop.share({ path, licence: 'CC-BY-SA-4.0', type: 'text', commons: diary.id })
  await connect(laptop, ben)
  await eventually('Ben to keep the newest list', async () => {
    const { account } = await laptop.listDevices()
    return account?.keptBy.some(({ newest }) => newest) === true && account.commons === 2
  })
  await laptop.close()
  const borrowed = await open('borrowed')
  await connect(borrowed, ben)
  const back = await borrowed.restore({ words })
  t.deepEqual(
    [back.found, back.name, back.commons.map(({ name, whole }) => `${name} ${whole}`).toSorted()],
    [true, 'Carla', ['Diary unknown', 'Street yes']],
  )
  t.deepEqual(
    back.missing.map(({ name, records, of, since, connected }) => [
      name,
      records === of && records > 0,
      since,
      connected,
    ]),
    [['Diary', true, null, false]],
    'all of the diary, and nothing of the street',
  )
  t.equal((await borrowed.listCommons()).find(({ name }) => name === 'Diary')?.id, diary.id, 'with its keys')
})

test('DV6 what isn’t found at first is looked for as long as a node runs on the home', async (t) => {
  const { open } = scene(t)
  const laptop = await open('laptop')
  const { words = '' } = await laptop.createCommons({ name: 'Garden', public: false })
  const early = await open('desktop')
  const nothing = await early.restore({ words, waitMs: 50 })
  t.deepEqual([nothing.found, nothing.commons], [false, []])
  t.ok((await early.listDevices()).restoring)
  await early.close()
  const desktop = await open('desktop')
  t.ok((await desktop.listDevices()).restoring, 'known after a new start')
  await connect(desktop, laptop)
  await eventually('the commons', async () =>
    (await desktop.listCommons()).some(({ name }) => name === 'Garden'),
  )
  await eventually('the end of looking', async () => (await desktop.listDevices()).restoring === null)
  t.equal((await desktop.status()).device, nothing.device, 'the device that was made at first')
})

test('DV11 restoring says where is written, and which files of one’s own others have; asked, it fetches them', async (t) => {
  const { open, files } = scene(t)
  const laptop = await open('laptop')
  const { words = '' } = await laptop.profile({ name: 'Carla' })
  await laptop.createCommons({ name: 'Street', public: false })
  const path = files('cart', { 'plan.txt': 'Two wheels.', 'parts.txt': 'One axle.' })
  const { id } = await laptop.share({ path, licence: 'CC-BY-SA-4.0', type: 'text', title: 'Cart' })
  const desk = await open('desk')
  await connect(desk, laptop)
  const without = await desk.restore({ words })
  t.deepEqual([without.writesTo, without.fetched.goods, without.files], ['Street', 0, []])
  t.deepEqual([without.elsewhere.goods, without.elsewhere.files], [1, 2])
  const spare = await open('spare')
  await connect(spare, laptop)
  const back = await spare.restore({ words, files: true })
  t.deepEqual([back.fetched.goods, back.fetched.files, back.elsewhere.goods], [1, 2, 0])
  await laptop.close()
  await desk.close()
  t.equal((await spare.show(id)).versions.at(-1)?.heldHere, true, 'its files are on the new computer')
})

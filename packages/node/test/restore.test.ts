import test from 'tape'
import { connect, eventually, scene } from './nodes.ts'

const finding = async (node: {
  status(): Promise<{ findings: readonly { code: string; message: string }[] }>
}) => (await node.status()).findings.map(({ code }) => code)

test('N1 restored from the words while the old device runs: both write, both have everything, both are told, and no log forks', async (t) => {
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

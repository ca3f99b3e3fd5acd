import { statSync, readdirSync } from 'node:fs'
import { join } from 'node:path'
import test from 'tape'
import { connect, errorOf, eventually, scene } from './nodes.ts'

const DESIGN = { licence: 'CERN-OHL-S-2.0', type: 'design' }

test('a fork within one commons moves no content, also when its list of files is a blob, and its folder goes on as the fork', async (t) => {
  const { open, files, folder } = scene(t)
  const anna = await open('anna')
  const many = Object.fromEntries(Array.from({ length: 400 }, (_, at) => [`part-${at}.txt`, `part ${at}\n`]))
  await anna.createCommons({ name: 'Workshop', public: true })
  const source = files('lamp', { ...many, 'large.bin': new Uint8Array(8_000_000).fill(7) })
  const lamp = await anna.share({ path: source, title: 'Lamp', ...DESIGN, tags: ['light'] })
  const before = sizeOf(join(folder, 'anna'))
  const began = performance.now()
  const fork = await anna.fork({ good: lamp.id, title: 'Lamp with a longer arm' })
  t.ok(performance.now() - began < 30_000, 'in less time than copying takes')
  t.ok(sizeOf(join(folder, 'anna')) - before < 1_000_000, 'in less than a megabyte')
  t.equal(fork.stored, 0)
  t.equal(fork.files, 401)
  const shown = await anna.show(fork.id)
  t.equal(shown.derivedFrom, lamp.version)
  t.equal(shown.lineage.from?.title, 'Lamp')
  t.deepEqual(shown.tags, ['light'], 'the other fields came along')
  t.equal(shown.versions[0]?.heldHere, true)
  t.equal((await anna.show(lamp.id)).lineage.forks[0]?.id, fork.id)
  const to = join(folder, 'work')
  const copied = await anna.fork({ good: lamp.id, title: 'Another', to })
  files('work', { 'part-1.txt': 'changed\n' })
  const next = await anna.share({ path: to })
  t.equal(next.id, copied.id, 'sharing the folder goes on as the fork')
  t.equal((await anna.show(copied.id)).versions.length, 2)
})

test('a fork is made while the author is away, and into another commons its content is brought in anew', async (t) => {
  const { open, files, folder, read } = scene(t)
  const [anna, bert] = [await open('anna'), await open('bert')]
  const { link } = await anna.createCommons({ name: 'Workshop', public: true })
  const lamp = await anna.share({ path: files('lamp', { 'a.txt': 'one\n' }), title: 'Lamp', ...DESIGN })
  await bert.joinCommons({ link })
  await connect(bert, anna)
  await eventually('the lamp at Bert', async () => (await bert.show(lamp.id)).title === 'Lamp')
  await anna.close()
  const fork = await bert.fork({ good: lamp.id, as: 'same' })
  t.equal(fork.title, 'Lamp (fork)')
  t.equal(fork.derivation, 'same')
  t.equal(
    (await bert.show(fork.id)).contributors.find(({ roles }) => roles.includes('author'))?.person,
    (await bert.status()).person,
  )
  const wrong = await errorOf(bert.fork({ good: lamp.id, as: 'nearly' }))
  t.equal(wrong.code, 'DERIVATION_UNKNOWN')
  t.equal((await errorOf(bert.fork({ good: lamp.id, version: '7' }))).code, 'VERSION_UNKNOWN')

  const again = await open('anna')
  await again.createCommons({ name: 'Elsewhere', public: true })
  const other = await again.fork({ good: lamp.id, commons: 'Elsewhere', to: join(folder, 'out') })
  t.ok(other.stored > 0, 'stored anew')
  t.equal(read('out', 'a.txt'), 'one\n')
  t.equal((await again.show(other.id)).lineage.from?.origin?.startsWith('allmende:'), true)
})

test('a fork whose files lie with others is copied by its link alone', async (t) => {
  const { open, files, folder, read } = scene(t)
  const [anna, bert, carla] = [await open('anna'), await open('bert'), await open('carla')]
  const { link } = await anna.createCommons({ name: 'Workshop', public: true })
  const lamp = await anna.share({ path: files('lamp', { 'a.txt': 'one\n' }), title: 'Lamp', ...DESIGN })
  await bert.joinCommons({ link })
  await connect(bert, anna)
  await eventually('the lamp at Bert', async () => (await bert.show(lamp.id)).title === 'Lamp')
  const fork = await bert.fork({ good: lamp.id, title: 'Fork' })
  await connect(carla, anna)
  await connect(carla, bert)
  await carla.copy({ from: fork.link, to: join(folder, 'copy') })
  t.equal(read('copy', 'a.txt'), 'one\n')
})

test('who copied what another tends can’t share it over; a maintainer can; a folder behind the newest version is refused', async (t) => {
  const { open, files, folder } = scene(t)
  const [anna, bert] = [await open('anna'), await open('bert')]
  const { link } = await anna.createCommons({ name: 'Workshop', public: true })
  const source = files('lamp', { 'a.txt': 'one\n' })
  const lamp = await anna.share({ path: source, title: 'Lamp', ...DESIGN })
  await bert.joinCommons({ link })
  await connect(bert, anna)
  await eventually('the lamp at Bert', async () => (await bert.show(lamp.id)).title === 'Lamp')
  const copy = join(folder, 'copy')
  await bert.copy({ from: lamp.id, to: copy })
  files('copy', { 'a.txt': 'two\n' })
  t.equal((await errorOf(bert.share({ path: copy, ...DESIGN }))).code, 'SHARE_FOREIGN')
  await bert.profile({ name: 'Bert' })
  const person = (await bert.status()).person ?? ''
  t.equal((await errorOf(bert.maintain({ good: lamp.id, add: [person] }))).code, 'MAINTAINERS_FOREIGN')
  await eventually(
    'Bert at Anna',
    async () => (await anna.maintain({ good: lamp.id, add: ['Bert'] })).changed,
  )
  await eventually('it to reach Bert', async () => (await bert.show(lamp.id)).maintainers.length === 1)
  const second = await bert.share({ path: copy })
  t.equal(second.id, lamp.id, 'a version of the same good')
  const { answer, reasons } = (await bert.status()).safeToClose
  t.equal(answer, 'no', 'what one wrote as a maintainer is one’s own to lose')
  t.ok(
    reasons.some((reason) => reason.includes('only on this computer') && reason.includes('"Lamp"')),
    reasons.join(),
  )
  await eventually('it to reach Anna', async () => (await anna.show(lamp.id)).versions.length === 2)
  t.equal((await anna.show(lamp.id)).diverged, false)
  const behind = await errorOf(anna.share({ path: source }))
  t.equal(behind.code, 'SHARE_BEHIND')
  t.equal((await anna.share({ path: source, over: true })).id, lamp.id)
})

function sizeOf(folder: string): number {
  return readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .reduce((sum, entry) => sum + statSync(join(entry.parentPath, entry.name)).size, 0)
}

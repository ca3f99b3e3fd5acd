import { spawnSync } from 'node:child_process'
import { existsSync, mkdirSync } from 'node:fs'
import { join } from 'node:path'
import test from 'tape'
import type { AllmendeNode } from '../src/index.ts'
import { connect, eventually, scene } from './nodes.ts'

const kept = async (mirror: AllmendeNode) => (await mirror.mirrors()).keeps[0]!

function holdsAll(mirror: AllmendeNode, files: number): Promise<unknown> {
  return eventually('the mirror to hold everything', async () => {
    const { behind, filesHeld, filesWanted, logs } = await kept(mirror)
    return behind === 0 && logs > 0 && filesWanted >= files && filesHeld === filesWanted
  })
}

test('MR11 a mirror on a full disk says so, keeps and serves what it has, and goes on by itself when there is room', async (t) => {
  const place = scene(t)
  const disk = join(place.folder, 'disk')
  mkdirSync(disk)
  // Half a gigabyte is left free on every disk: that much it has to have, though next to nothing of it is used.
  const mount = spawnSync('mount', ['-t', 'tmpfs', '-o', 'size=800m', 'tmpfs', disk])
  if (mount.status !== 0) return t.skip('no small disk can be mounted here (needs root)')
  const resize = (megabytes: number): void =>
    void spawnSync('mount', ['-o', `remount,size=${megabytes}m`, disk])
  const ada = await place.open('ada')
  const { link } = await ada.createCommons({ name: 'Shed', public: true })
  const share = async (name: string) => {
    const path = place.files(name, { 'a.bin': Buffer.alloc(300_000, name) })
    return ada.share({ path, title: name, licence: 'CC0-1.0', type: 'text' })
  }
  await share('before')
  const mirror = await place.open('disk')
  // After the mirror is closed, which writes there.
  t.teardown(() => void spawnSync('umount', ['-l', disk]))
  await mirror.keepMirror({ link: (await ada.mirrorLink({})).link })
  await connect(ada, mirror)
  await holdsAll(mirror, 1)
  resize(300)
  await share('while it was full')
  await eventually('it to say that the disk is full', async () => {
    const { full, diskFull } = await kept(mirror)
    return full && diskFull === true
  })
  await eventually('Ada to be told', async () => (await ada.mirrors()).mirrors[0]?.diskFull === true)
  await share('and once more')
  const bo = await place.open('bo')
  await bo.joinCommons({ link })
  await connect(bo, mirror)
  await eventually('what it had to come from it', async () => (await bo.find({ words: 'before' })).total > 0)
  t.notOk((await kept(mirror)).filesHeld > 1)
  resize(800)
  await eventually('it to be full no more', async () => !(await kept(mirror)).full)
  await holdsAll(mirror, 1)
  await ada.close()
  await eventually(
    'all of it to come from the mirror',
    async () => (await bo.find({ words: 'once more' })).total > 0,
  )
  t.notOk((await kept(mirror)).diskFull)
  const cleo = await place.open('cleo')
  await cleo.joinCommons({ link })
  await connect(cleo, mirror)
  await eventually('and to a newcomer', async () => (await cleo.find({ words: 'while' })).total > 0)
  t.ok(existsSync(join(disk, 'mirrors.json')))
})

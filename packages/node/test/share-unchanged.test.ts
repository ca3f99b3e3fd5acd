import { chmodSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import test from 'tape'
import { scene } from './nodes.ts'

test('N48 a folder in which nothing changed makes no version; a file, a right or a field that differs does', async (t) => {
  const { open, files } = scene(t)
  const ada = await open('ada')
  await ada.createCommons({ name: 'Garden', public: true })
  const path = files('lamp', { 'lamp.txt': 'light', 'small/wire.txt': 'copper' })
  const first = await ada.share({ path, title: 'Lamp', tags: ['light'], licence: 'CC-BY-4.0' })
  t.equal(first.unchanged, undefined)
  const again = await ada.share({ path })
  t.deepEqual(again, { ...first, unchanged: true, since: '1' })
  const same = await ada.share({ path, title: 'Lamp', tags: ['light'], licence: 'CC-BY-4.0', over: true })
  t.ok(same.unchanged, 'what is said and was said already is no change')
  const versions = async () => (await ada.show(first.id)).versions.length
  t.equal(await versions(), 1)
  const changes: (() => object | void)[] = [
    () => writeFileSync(join(path, 'lamp.txt'), 'night'),
    () => chmodSync(join(path, 'lamp.txt'), 0o755),
    () => writeFileSync(join(path, 'third.txt'), 'one more'),
    () => ({ title: 'Lantern' }),
    () => ({ description: 'It glows.' }),
    () => ({ licence: 'CC-BY-SA-4.0' }),
    () => ({ version: 'two' }),
  ]
  for (const [at, change] of changes.entries()) {
    const said = change() ?? {}
    const next = await ada.share({ path, ...said })
    t.equal(next.unchanged, undefined, String(change))
    t.equal((await ada.share({ path, ...said })).since, at === 6 ? 'two' : String(at + 2))
  }
  t.equal(await versions(), 8)
})

test('N48 files that were freed here are brought back by sharing their folder again', async (t) => {
  const { open, files } = scene(t)
  const ada = await open('ada')
  await ada.createCommons({ name: 'Garden', public: true })
  const path = files('lamp', { 'lamp.txt': 'light' })
  const { id } = await ada.share({ path, licence: 'CC-BY-4.0' })
  await ada.forget({ thing: id, evenIfLast: true })
  t.equal((await ada.share({ path })).unchanged, undefined)
  t.ok((await ada.share({ path })).unchanged)
  t.ok((await ada.show(id)).versions.at(-1)?.heldHere)
})

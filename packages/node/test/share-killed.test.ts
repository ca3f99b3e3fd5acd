import { readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import test from 'tape'
import { errorOf, scene } from './nodes.ts'

test('a folder whose sharing was killed after the record and before the note is shared on', async (t) => {
  const it = scene(t)
  const anna = await it.open('anna')
  await anna.createCommons({ name: 'Workshop', public: true })
  const path = it.files('lamp', { 'README.md': 'one' })
  const { id } = await anna.share({ path, title: 'Lamp', licence: 'CERN-OHL-S-2.0', type: 'design' })
  const notes = join(it.folder, 'anna', 'shares.json')
  const before = readFileSync(notes, 'utf8')
  it.files('lamp', { 'README.md': 'two' })
  await anna.share({ path })
  await anna.close()
  const [key = ''] = Object.keys(JSON.parse(before) as object)
  const noted = (sharing: boolean) => {
    const old = JSON.parse(before) as Record<string, object>
    writeFileSync(notes, JSON.stringify({ [key]: { ...old[key], ...(sharing && { sharing: true }) } }))
  }
  noted(false)
  const behind = await it.open('anna')
  it.files('lamp', { 'README.md': 'three' })
  t.equal(
    (await errorOf(behind.share({ path }))).code,
    'SHARE_BEHIND',
    'as a folder that really stands behind',
  )
  await behind.close()
  noted(true)
  const again = await it.open('anna')
  await again.share({ path })
  t.equal((await again.show(id)).versions.length, 3)
  it.files('lamp', { 'README.md': 'four' })
  await again.share({ path })
  t.equal((await again.show(id)).versions.length, 4, 'and on')
})

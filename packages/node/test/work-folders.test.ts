import { existsSync, mkdirSync } from 'node:fs'
import { join } from 'node:path'
import test from 'tape'
import { scene } from './nodes.ts'

test('N63 what a run left that was killed while it worked is removed at the next start, also where it had the same number', async (t) => {
  const { open, folder } = scene(t)
  const place = (name: string) => join(folder, 'anna', name)
  const left = [process.pid, 99_999_999].map((pid) => place(`allmende-work-${pid}-abcdef`))
  for (const path of [...left, place('work')]) mkdirSync(join(path, 'pictures'), { recursive: true })
  await open('anna')
  t.deepEqual(left.filter(existsSync), [])
  t.ok(existsSync(place('work')), 'nothing else')
})

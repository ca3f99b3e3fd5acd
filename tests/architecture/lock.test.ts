import { readFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import test from 'tape'
import { type Lock, unlocked } from '../../scripts/testing/lock.ts'

const file = fileURLToPath(new URL('../../package-lock.json', import.meta.url))
const text = readFileSync(file, 'utf8')

test('the lock file has every optional package that it names, without which npm ci refuses it', (t) => {
  const missing = unlocked(JSON.parse(text) as Lock).map(({ name, version }) => `${name} ${version}`)
  t.deepEqual(missing, [], 'if any: sh scripts/node24 scripts/complete-lock.ts')
  t.end()
})

test('the lock file says nothing of where packages were fetched from', (t) => {
  const lock = JSON.parse(text) as Lock
  const packages = Object.entries(lock.packages)
  t.ok(packages.length > 300, `${packages.length} packages`)
  const told = packages.filter(
    ([, { resolved }]) => typeof resolved === 'string' && /^https?:/.test(resolved),
  )
  t.deepEqual(
    told.map(([path]) => path),
    [],
  )
  t.end()
})

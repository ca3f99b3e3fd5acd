/**
 * Run after a change of dependencies. Adds to package-lock.json the optional packages for other platforms that the registry
 * it was made with doesn't hold: `npm ci` refuses a lock file without them, on a machine that needs none of them.
 */
import { readFileSync, writeFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { type Lock, unlocked } from './testing/lock.ts'

const file = fileURLToPath(new URL('../package-lock.json', import.meta.url))
const lock = JSON.parse(readFileSync(file, 'utf8')) as Lock
for (const { name, version, dev } of unlocked(lock)) {
  lock.packages[`node_modules/${name}`] = { version, ...platform(name), ...(dev && { dev }), optional: true }
  console.log(`${name} ${version}`)
}
lock.packages = Object.fromEntries(Object.entries(lock.packages).toSorted(([a], [b]) => (a < b ? -1 : 1)))
writeFileSync(file, JSON.stringify(lock, null, 2) + '\n')

/** What such a package runs on, as its name says it. */
function platform(name: string): { os: string[]; cpu: string[]; libc?: string[] } {
  const os = /android|darwin|freebsd|linux|openharmony|win32/.exec(name)?.[0]
  const cpu = /arm64|arm(?=-|$)|x64|ia32|ppc64|riscv64|s390x/.exec(name)?.[0]
  if (os === undefined || cpu === undefined)
    throw new Error(`${name} isn't in the lock file, and its name doesn't say for which platform it is`)
  const libc = /-musl/.test(name) ? 'musl' : os === 'linux' && /-gnu/.test(name) ? 'glibc' : undefined
  return { os: [os], cpu: [cpu], ...(libc !== undefined && { libc: [libc] }) }
}

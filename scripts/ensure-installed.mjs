// Installs what is missing before `npm start` and `npm test`. Runs on the machine's own Node (20 or newer),
// so it is plain JavaScript and imports nothing that must be installed first.
import { spawnSync } from 'node:child_process'
import { existsSync, statSync } from 'node:fs'
import { fileURLToPath } from 'node:url'

const root = fileURLToPath(new URL('..', import.meta.url))
const found = Number(process.versions.node.split('.')[0])
if (found < 20) {
  console.error(`Allmende needs Node 20 or newer to set itself up; this is Node ${process.versions.node}.`)
  process.exit(1)
}

const installed = `${root}node_modules/.package-lock.json`
const wanted = `${root}package-lock.json`
const fresh = existsSync(installed) && statSync(installed).mtimeMs >= statSync(wanted).mtimeMs
if (!fresh) {
  console.error('Installing what is missing (once, about a minute) …')
  const npm = process.platform === 'win32' ? 'npm.cmd' : 'npm'
  const done = spawnSync(npm, ['ci', '--no-audit', '--no-fund', '--loglevel=error'], {
    cwd: root,
    stdio: ['ignore', 2, 2],
    shell: process.platform === 'win32',
  })
  if (done.status !== 0) {
    console.error(
      'npm ci did not finish: see the lines above. With no internet, copy node_modules from another computer.',
    )
    process.exit(done.status ?? 1)
  }
}

import { spawnSync } from 'node:child_process'
import { existsSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'

/** Installs the systems that we are compared with beside this file, the first time. Throws where that is not possible. */
export function installPeers(): void {
  const here = fileURLToPath(new URL('.', import.meta.url))
  if (existsSync(join(here, 'node_modules'))) return
  // Not `npm ci`: it refuses a lock file that lacks the optional packages of other platforms.
  const install = spawnSync('npm', ['install', '--no-save', '--no-audit', '--no-fund', '--loglevel=error'], {
    cwd: here,
    stdio: 'inherit',
  })
  if (install.status !== 0) throw new Error('the other systems could not be installed')
}

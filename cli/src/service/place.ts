import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { fail } from '../errors.ts'
import type { World } from '../world.ts'
import { launchdLabel, MARK } from './unit.ts'

export type Manager = 'systemd' | 'launchd'

/** What starts services of a user on this system. Throws SERVICE_SYSTEM. */
export function manager(platform: NodeJS.Platform = process.platform): Manager {
  if (platform === 'linux') return 'systemd'
  if (platform === 'darwin') return 'launchd'
  throw fail('SERVICE_SYSTEM', { found: platform })
}

/** Where the service is described. */
export function fileOf(which: Manager, name: string, { env, userHome }: World): string {
  if (which === 'launchd') return join(userHome, 'Library', 'LaunchAgents', `${launchdLabel(name)}.plist`)
  return join(env['XDG_CONFIG_HOME'] || join(userHome, '.config'), 'systemd', 'user', `${name}.service`)
}

/** Whether one of ours is there. Throws SERVICE_FOREIGN for somebody else's. */
export async function isInstalled(file: string): Promise<boolean> {
  const found = await readFile(file, 'utf8').catch(() => null)
  if (found === null) return false
  if (!found.includes(MARK)) throw fail('SERVICE_FOREIGN', { found: file })
  return true
}

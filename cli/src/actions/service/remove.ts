import { rm } from 'node:fs/promises'
import type { Action } from '../../action.ts'
import { fail } from '../../errors.ts'
import { fileOf, isInstalled, manager } from '../../service/place.ts'
import { mustSystemctl, needSystemd, systemctl } from '../../service/systemctl.ts'
import { nameOf } from './name.ts'

/** Stops the service and takes it away. Nothing in the home is touched. */
export const serviceRemove: Action = async ({ io, options, world, home }) => {
  const which = manager()
  const name = nameOf(options)
  const file = fileOf(which, name, world)
  if (!(await isInstalled(file))) throw fail('SERVICE_NONE', { found: `no ${file}` })
  const env = world.env as NodeJS.ProcessEnv
  if (which === 'systemd') {
    await needSystemd(env)
    await mustSystemctl(env, 'disable', '--now', `${name}.service`)
  }
  await rm(file)
  if (which === 'systemd') {
    await mustSystemctl(env, 'daemon-reload')
    await systemctl(env, 'reset-failed', `${name}.service`)
  }
  await io.result({ removed: true, file, name }, () => [
    which === 'systemd' ? `Stopped and removed: ${file}` : `Removed: ${file}. It runs until you log out.`,
    `Everything in ${home} stays as it is.`,
  ])
}

import { chmod, mkdir, writeFile } from 'node:fs/promises'
import { dirname, join } from 'node:path'
import { findDaemon } from '@allmende/api/daemon'
import type { Action, Invocation } from '../../action.ts'
import { fail } from '../../errors.ts'
import { isPassing, launcher } from '../../hand-on/program-folder.ts'
import type { Options } from '../../options.ts'
import { fileOf, isInstalled, type Manager, manager } from '../../service/place.ts'
import { lingers, mustSystemctl, needSystemd } from '../../service/systemctl.ts'
import { launchdPlist, type Service, systemdUnit } from '../../service/unit.ts'
import { nameOf } from './name.ts'

/** Makes the node a service of this user: it starts with the computer and again when it fails. */
export const serviceInstall: Action = async (invocation) => {
  const { io, options, world, home } = invocation
  const which = manager()
  const service = serviceOf(invocation)
  const log = join(home, 'service.log')
  const text = which === 'systemd' ? systemdUnit(service) : launchdPlist(service, log)
  const file = fileOf(which, service.name, world)
  if (options.flag('print')) return io.result({ file, text }, () => text.trimEnd())
  if (isPassing()) throw fail('SERVICE_PASSING', { found: service.program })
  if (which === 'systemd') await needSystemd(world.env as NodeJS.ProcessEnv)
  const before = await isInstalled(file)
  const running = before ? null : await findDaemon(home)
  if (running) throw fail('SERVICE_RUNNING', { found: running.info.url })
  await mkdir(dirname(file), { recursive: true })
  await writeFile(file, text)
  await chmod(file, 0o644)
  if (which === 'systemd') await begin(world.env as NodeJS.ProcessEnv, service.name, before)
  await tell(invocation, which, { file, name: service.name, again: before })
}

/** `start` without its questions, and with what was said here. */
function serviceOf({ options, home }: Invocation): Service {
  return {
    name: nameOf(options),
    program: launcher(),
    args: ['start', '--home', home, '--no-starter', ...passedOn(options)],
    nodeFolder: dirname(process.execPath),
  }
}

function passedOn(options: Options): string[] {
  const texts = ['host', 'peer-port', 'port', 'relay-rate', 'relay-port'].flatMap((name) => {
    const value = options.text(name) ?? options.number(name)
    return value === undefined ? [] : [`--${name}`, String(value)]
  })
  const lists = ['bootstrap', 'connect'].flatMap((name) =>
    options.list(name).flatMap((value) => [`--${name}`, value]),
  )
  const off = ['internet', 'lan'].flatMap((name) => (options.allowed(name) ? [] : [`--no-${name}`]))
  const on = options.flag('relay') ? ['--relay'] : []
  return [...texts, ...lists, ...on, ...off]
}

async function begin(env: NodeJS.ProcessEnv, name: string, again: boolean): Promise<void> {
  await mustSystemctl(env, 'daemon-reload')
  await mustSystemctl(env, 'enable', `${name}.service`)
  await mustSystemctl(env, again ? 'restart' : 'start', `${name}.service`)
}

type Done = { readonly file: string; readonly name: string; readonly again: boolean }

async function tell({ io, world }: Invocation, which: Manager, { file, name, again }: Done): Promise<void> {
  if (which === 'launchd') {
    await io.result({ installed: true, file, name, started: false }, () => [
      `${io.style.green('Written')}: ${file}`,
      'Start it:  launchctl bootstrap gui/$(id -u) ' + file,
      'This was written for macOS by its documents, and not tried on a Mac: please tell how it went.',
    ])
    return
  }
  const lingering = await lingers(world.env as NodeJS.ProcessEnv)
  await io.result({ installed: true, file, name, started: true, lingers: lingering }, () => [
    `${io.style.green(again ? 'Renewed' : 'Installed')}: ${file}`,
    'It runs now, starts when you log in, and starts again when it fails.',
    ...(lingering === true
      ? []
      : ['So that it also runs while you are not logged in:  loginctl enable-linger']),
    `What it says:  journalctl --user -u ${name}`,
  ])
}

import type { Action } from '../../action.ts'
import { fileOf, isInstalled, manager } from '../../service/place.ts'
import { lingers, systemctl } from '../../service/systemctl.ts'
import { nameOf } from './name.ts'

const ASKED = [
  'ActiveState',
  'SubState',
  'UnitFileState',
  'MainPID',
  'NRestarts',
  'ActiveEnterTimestamp',
  'Result',
]

type State = Readonly<Record<string, string>>

/** Whether the node is a service, and how that one is. */
export const serviceStatus: Action = async ({ io, options, world }) => {
  const which = manager()
  const name = nameOf(options)
  const file = fileOf(which, name, world)
  const installed = await isInstalled(file)
  const env = world.env as NodeJS.ProcessEnv
  const state = which === 'systemd' && installed ? await stateOf(env, name) : null
  const lingering = state === null ? null : await lingers(env)
  const result = {
    installed,
    file,
    name,
    active: state?.['ActiveState'] ?? null,
    starts: state?.['UnitFileState'] ?? null,
    pid: Number(state?.['MainPID'] ?? 0) || null,
    restarts: state === null ? null : Number(state['NRestarts'] ?? 0),
    since: state?.['ActiveEnterTimestamp'] || null,
    lingers: lingering,
  }
  await io.result(result, (clean) => {
    if (!installed) return ['The node is no service. `allmende service install` makes it one.']
    if (state === null)
      return [
        `Installed: ${file}`,
        'Whether it runs can’t be told: nothing here that starts services answers.',
      ]
    return [
      `${state['ActiveState'] === 'active' ? io.style.green('Running') : io.style.bold(clean(state['ActiveState'] ?? 'unknown'))}` +
        ` (${clean(state['SubState'] ?? '')})${result.since === null ? '' : ` since ${clean(result.since)}`}`,
      `${file}: ${clean(result.starts ?? 'unknown')}${result.restarts ? `, started again ${result.restarts} times` : ''}`,
      ...(lingering === false ? ['It ends when you log out; `loginctl enable-linger` keeps it.'] : []),
      `What it says:  journalctl --user -u ${name}`,
    ]
  })
}

async function stateOf(env: NodeJS.ProcessEnv, name: string): Promise<State | null> {
  const { ok, out } = await systemctl(env, 'show', `${name}.service`, `--property=${ASKED.join(',')}`)
  if (!ok) return null
  const lines = out.split('\n').filter((line) => line.includes('='))
  return Object.fromEntries(
    lines.map((line) => [line.slice(0, line.indexOf('=')), line.slice(line.indexOf('=') + 1)]),
  )
}

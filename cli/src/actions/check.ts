import type { Action } from '../action.ts'
import { counted } from '../terminal/amounts.ts'

/** Status 1 when something is wrong: a script asks by the status. */
export const check: Action = async ({ io, options, open }) => {
  const { client } = await open('none')
  const result = await io.withProgress((onProgress) =>
    client.check({ rebuild: options.flag('rebuild') }, { onProgress, signal: io.signal }),
  )
  const { ok, problems, checked, state, rebuilt } = result
  await io.result(result, (clean) => [
    `Looked through ${counted(checked.logs, 'log')}, ${counted(checked.records, 'record')} and ${counted(checked.files, 'file')}.`,
    // Two people read it to each other to know that they have the same.
    ...state.map(({ name, hash }) => `  ${clean(name, 60)}: state ${hash.slice(0, 12)}`),
    ...(rebuilt ? ['The index was made anew.'] : []),
    ok
      ? io.style.green('Everything is in order.')
      : io.style.red(`Found ${counted(problems.length, 'problem')}:`),
    ...problems.map(
      ({ code, message, hint }) =>
        `  ${code}: ${clean(message, 400)}${hint === undefined ? '' : `\n    ${clean(hint, 400)}`}`,
    ),
  ])
  return ok ? 0 : 1
}

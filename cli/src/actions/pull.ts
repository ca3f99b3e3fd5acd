import type { Action } from '../action.ts'
import { counted } from '../terminal/amounts.ts'
import { texts } from './deed.ts'
import { reportLines } from './merge-report.ts'
import { retryWhenMet } from './retry.ts'
import { handOver, settle } from './settle.ts'

export const pull: Action = async (invocation) => {
  const { args, io, options, open } = invocation
  const session = await open('read')
  await settle(session, io, options)
  const dryRun = options.flag('dry-run')
  const request = {
    fork: args[0] ?? '',
    ...texts(invocation, { version: 'version' }),
    ...(dryRun && { dryRun }),
    ...(options.flag('licence-checked') && { licenceChecked: true }),
  }
  const result = await retryWhenMet({ session, io, options }, () =>
    io.withProgress((onProgress) => session.client.pull(request, { onProgress, signal: io.signal })),
  )
  if (result.version !== null) await handOver(session, io, options)
  const { report, upToDate, version } = result
  await io.result(result, (clean) => {
    const from = `"${clean(result.from.title)}"`
    if (upToDate) return `"${clean(result.title)}" has all of ${from} already.`
    const opening =
      version === null ? `Would come from ${from}:` : `${io.style.green('Pulled')} from ${from}:`
    return [
      opening,
      ...reportLines(report, clean, io.style),
      ...(report.conflicts > 0
        ? [
            `Both sides are kept in ${counted(report.conflicts, 'place')}. ${version === null ? '' : `Look at them (allmende copy ${result.id} DIR), and share the folder again.`}`.trim(),
          ]
        : []),
      ...(version === null ? [] : [`  Version: ${version}`]),
    ]
  })
}

import type { Action } from '../action.ts'
import { needed, texts } from './deed.ts'
import { retryWhenMet } from './retry.ts'
import { handOver } from './settle.ts'

/** Tells of a use outside the commons. */
export const used: Action = async (invocation) => {
  const { args, io, options, open } = invocation
  const by = await needed(invocation, 'by', 'Who uses it?')
  const how = await needed(invocation, 'how', 'How?')
  const session = await open('read')
  const told = await retryWhenMet({ session, io, options }, () =>
    session.client.reportUse({
      good: args[0] ?? '',
      by,
      how,
      returned: options.text('returned') ?? 'unknown',
      ...texts(invocation, { text: 'note', evidence: 'evidence', version: 'version' }),
    }),
  )
  await handOver(session, io, options)
  await io.result(told, (clean) => `Told: "${clean(told.title)}" is used by ${clean(by)}.`)
}

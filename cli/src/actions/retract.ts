import type { Action } from '../action.ts'
import { retryWhenMet } from './retry.ts'
import { handOver } from './settle.ts'

/** Asks everybody else to forget a thing, or takes that back. */
export const retract: Action = async ({ args, io, options, open }) => {
  const note = options.text('note')
  const session = await open('read')
  const result = await retryWhenMet({ session, io, options }, () =>
    session.client.retract(
      {
        thing: args[0] ?? '',
        ...(note !== undefined && { note }),
        ...(options.flag('withdraw') && { withdraw: true }),
      },
      { signal: io.signal },
    ),
  )
  await handOver(session, io, options)
  await io.result(result, (clean) =>
    result.withdrawn
      ? `"${clean(result.title, 80)}" is to be forgotten no longer.`
      : [
          `Everybody is asked to forget "${clean(result.title, 80)}". Copies that others made stay theirs.`,
          '  `allmende show` tells how many of those who held it say they no longer do.',
        ],
  )
}

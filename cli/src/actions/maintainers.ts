import type { MaintainResult } from '@allmende/api/client'
import type { Action } from '../action.ts'
import { short } from '../terminal/amounts.ts'
import { retryWhenMet } from './retry.ts'
import { handOver } from './settle.ts'

/** Shows who may change a good, or says it anew. */
export const maintainers: Action = async ({ args, io, options, open }) => {
  const [add, remove] = [options.list('add'), options.list('remove')]
  const session = await open('read')
  const result = await retryWhenMet({ session, io, options }, () =>
    session.client.maintain({
      good: args[0] ?? '',
      ...(add.length > 0 && { add }),
      ...(remove.length > 0 && { remove }),
    }),
  )
  if (result.changed) await handOver(session, io, options)
  await io.result(result, (clean) => {
    const named = ({ person, name }: MaintainResult['author']) =>
      `${clean(name ?? short(person), 60)} (${person})`
    return [
      `"${clean(result.title)}" may be changed by`,
      `  ${named(result.author)}, its author`,
      ...result.maintainers.map((one) => `  ${named(one)}`),
    ]
  })
}

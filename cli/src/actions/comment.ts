import { text } from 'node:stream/consumers'
import type { Action } from '../action.ts'
import { fail } from '../errors.ts'
import { retryWhenMet } from './retry.ts'
import { handOver } from './settle.ts'

export const comment: Action = async ({ args, io, options, open, world }) => {
  const [on = '', said] = args
  const words = (
    said ?? (io.interactive ? await io.prompt.line('Comment: ') : await text(world.stdin))
  ).trim()
  if (words === '')
    throw fail('INPUT_EMPTY', {
      message: 'a comment needs words',
      hint: 'allmende comment GOOD "your words"',
    })
  const commons = options.text('commons')
  const session = await open('read')
  const made = await retryWhenMet({ session, io, options }, () =>
    session.client.comment({ on, text: words, ...(commons !== undefined && { commons }) }),
  )
  await handOver(session, io, options)
  await io.result(made, () => 'Commented.')
}

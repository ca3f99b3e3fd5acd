import type { Action } from '../action.ts'
import { needed, texts } from './deed.ts'
import { retryWhenMet } from './retry.ts'
import { handOver } from './settle.ts'
import { tellWords } from './words.ts'

export const suggest: Action = async (invocation) => {
  const { args, io, options, open } = invocation
  const title = await needed(invocation, 'title', 'What would change, in one line?')
  const session = await open('read')
  const made = await retryWhenMet({ session, io, options }, () =>
    session.client.suggest({ fork: args[0] ?? '', title, ...texts(invocation, { to: 'to', text: 'text' }) }),
  )
  await handOver(session, io, options)
  await io.result(made, (clean) => [
    `${io.style.green('Suggested')} to those who tend "${clean(made.aboutTitle)}": ${clean(made.title)}`,
    `  Id: ${made.id}`,
    `  Their answer will be in: allmende show ${made.about}`,
  ])
  tellWords(io, made.words)
}

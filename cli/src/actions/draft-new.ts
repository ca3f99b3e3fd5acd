import { text } from 'node:stream/consumers'
import type { Action } from '../action.ts'
import { chooseCommons } from './choose-commons.ts'
import { opens } from './opens.ts'
import { handOver } from './settle.ts'
import { tellWords } from './words.ts'

export const draftNew: Action = async ({ args, io, options, open, world }) => {
  const [title = ''] = args
  const first = options.flag('stdin') ? await text(world.stdin) : undefined
  const good = options.text('good')
  const session = await open('read')
  const commons = await chooseCommons(io, session, options.text('commons'))
  const made = await session.client.createDraft({
    title,
    ...(first !== undefined && { text: first }),
    ...(commons !== undefined && { commons }),
    ...(good !== undefined && { good }),
  })
  await handOver(session, io, options)
  const opening = io.json ? '' : await opens(made.link)
  await io.result(made, (clean) => [
    `${io.style.green('Begun:')} "${clean(made.title)}" in the commons "${clean(made.commonsName)}"`,
    `  ${made.link}`,
    ...(opening === '' ? [] : [opening]),
    `Write in it: allmende draft edit ${made.id}`,
  ])
  tellWords(io, made.words)
}

import type { Action } from '../action.ts'
import { handOver } from './settle.ts'
import { tellWords } from './words.ts'

export const profile: Action = async ({ io, options, open }) => {
  const name = options.text('name')
  const about = options.text('about')
  const writes = name !== undefined || about !== undefined
  const session = await open(writes ? 'read' : 'none')
  const { client } = session
  const result = await client.profile({
    ...(name !== undefined && { name }),
    ...(about !== undefined && { about }),
  })
  if (writes) await handOver(session, io, options)
  await io.result(result, (clean) => [
    `Name:   ${result.name === null ? 'none yet (`allmende profile --name NAME`)' : clean(result.name)}`,
    ...(result.about === null ? [] : [`About:  ${clean(result.about, 1000)}`]),
    `Person: ${result.person ?? 'nobody yet; the first thing you write makes you an identity'}`,
    ...(result.device === null ? [] : [`Device: ${result.device}`]),
  ])
  tellWords(io, result.words)
}

export const vouch: Action = async ({ args, io, options, open }) => {
  const [person = ''] = args
  const note = options.text('note')
  const commons = options.text('commons')
  const session = await open('read')
  const made = await session.client.vouch({
    person,
    ...(note !== undefined && { note }),
    ...(commons !== undefined && { commons }),
  })
  await handOver(session, io, options)
  await io.result(made, (clean) => `Vouched for ${clean(made.person)}: others now carry what they write.`)
}

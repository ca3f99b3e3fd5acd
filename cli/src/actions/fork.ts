import { resolve } from 'node:path'
import type { Action } from '../action.ts'
import { bytes, counted } from '../terminal/amounts.ts'
import { texts } from './deed.ts'
import { opens } from './opens.ts'
import { retryWhenMet } from './retry.ts'
import { handOver } from './settle.ts'
import { tellWords } from './words.ts'

/** Makes a fork; the node may run elsewhere, so a folder is named from here. */
export const fork: Action = async (invocation) => {
  const { args, cwd, io, options, open } = invocation
  const to = options.text('to')
  const session = await open('read')
  const request = {
    good: args[0] ?? '',
    ...texts(invocation, {
      title: 'title',
      version: 'version',
      as: 'as',
      licence: 'licence',
      commons: 'commons',
    }),
    ...(to !== undefined && { to: resolve(cwd, to) }),
    ...(options.flag('licence-checked') && { licenceChecked: true }),
  }
  const made = await retryWhenMet({ session, io, options }, () =>
    io.withProgress((onProgress) => session.client.fork(request, { onProgress, signal: io.signal })),
  )
  await handOver(session, io, options)
  const cost =
    made.stored === 0 ? 'nothing was stored twice' : `${bytes(made.stored)} were stored in that commons`
  const opening = io.json ? '' : await opens(made.link)
  await io.result(made, (clean) => [
    `${io.style.green('Forked')} as "${clean(made.title)}", in "${clean(made.commonsName)}": ${counted(made.files, 'file')}, ${bytes(made.bytes)}; ${cost}.`,
    `  Licence: ${clean(made.licence)}`,
    `  Id:      ${made.id}`,
    `  Link:    ${made.link}`,
    ...(opening === '' ? [] : [`           ${opening}`]),
    ...(made.path === null
      ? [`  To work on it: allmende copy ${made.id} DIR, then allmende share DIR`]
      : [`  Change it in ${made.path}, then: allmende share ${made.path}`]),
  ])
  tellWords(io, made.words)
}

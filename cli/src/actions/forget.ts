import type { Action } from '../action.ts'
import { bytes } from '../terminal/amounts.ts'
import { settle } from './settle.ts'

/** Frees the disk of a good's files. */
export const forget: Action = async ({ args, io, options, open }) => {
  // Who else holds it can only be known of those who are met.
  const session = await open('read')
  await settle(session, io, options)
  const result = await io.withProgress((onProgress) =>
    session.client.forget(
      { thing: args[0] ?? '', ...(options.flag('even-if-last') && { evenIfLast: true }) },
      { onProgress, signal: io.signal },
    ),
  )
  await io.result(result, (clean) => [
    `Forgot the files of "${clean(result.title, 80)}": ${bytes(result.freed)} freed on the disk (the store takes ${bytes(result.after)} now, ${bytes(result.before)} before).`,
    ...result.folders.map(
      (folder) => `  Another copy is in ${clean(folder, 400)}, if it is still there; it was not touched.`,
    ),
    '  `allmende copy` gets it again from whoever has it.',
  ])
}

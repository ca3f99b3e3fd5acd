import { resolve } from 'node:path'
import type { Action } from '../action.ts'
import { fail } from '../errors.ts'
import { bytes, counted, moment } from '../terminal/amounts.ts'

/** Writes a backup, or reads one to its end. */
export const backup: Action = async ({ args, cwd, io, options, open }) => {
  const verify = options.text('verify')
  const [wanted] = args
  if ((wanted === undefined) === (verify === undefined))
    throw fail('USAGE', {
      message: 'name the file to write, or with --verify the one to read',
      found: wanted ?? 'nothing',
    })
  const { client } = await open('none')
  const file = resolve(cwd, verify ?? wanted ?? '')
  const info = await io.withProgress((onProgress) => {
    const context = { onProgress, signal: io.signal }
    if (verify !== undefined) return client.verifyBackup({ file }, context)
    return client.backup({ file, ...(options.flag('without-files') && { withoutFiles: true }) }, context)
  })
  await io.result(info, (clean) => [
    `${io.style.green(verify === undefined ? 'Written' : 'Whole')}: ${clean(info.file)}, ${bytes(info.bytes)}, as of ${moment(info.asOf)}.`,
    `  ${counted(info.commons.length, 'commons', 'commons')}: ${info.commons.map((name) => clean(name, 60)).join(', ') || 'none'}`,
    info.content === 0
      ? '  The list alone: there is nothing in them yet.'
      : `  What is in them: ${bytes(info.content)}.`,
    '  Only your 24 words open it: allmende restore --from FILE',
  ])
}

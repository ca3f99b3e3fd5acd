import { resolve } from 'node:path'
import type { ExportResult } from '@allmende/api/client'
import type { Action, Invocation } from '../action.ts'
import { fail } from '../errors.ts'
import { bytes, counted } from '../terminal/amounts.ts'

const WRITTEN_SHOWN = 20

/** A good or a commons in a format of others; or every record, one JSON document a line, with --json and without. */
export const exportAll: Action = async (invocation) => {
  const { args, io, options } = invocation
  const as = options.text('as')
  if (as === undefined && options.flag('records')) return exportRecords(invocation)
  const named = args[0] !== undefined || options.text('commons') !== undefined
  if (as === undefined || !named) throw fail('EXPORT_WHAT')
  const result = await written(invocation, as)
  await io.result(result, (clean) => [
    `${io.style.green('Written')}: ${counted(result.files, 'file')}, ${bytes(result.bytes)}${result.goods > 1 ? `, of ${counted(result.goods, 'good')}` : ''}.`,
    `  It is in: ${result.path}`,
    ...(result.files > 1
      ? result.written.slice(0, WRITTEN_SHOWN).map((path) => `    ${clean(path, 120)}`)
      : []),
    ...(result.files > WRITTEN_SHOWN
      ? [`    … and ${counted(result.files - WRITTEN_SHOWN, 'more', 'more')}`]
      : []),
    ...result.notes.map((note) => `  Mind: ${clean(note, 300)}`),
  ])
}

async function written(invocation: Invocation, as: string): Promise<ExportResult> {
  const { args, cwd, io, options, open } = invocation
  const where = options.text('to')
  if (where === undefined)
    throw fail('OPTION_WANTED', { message: 'an export needs a place', expected: '--to PATH' })
  const to = resolve(cwd, where)
  const [good] = args
  const commons = options.text('commons')
  const version = options.text('version')
  const { client } = await open('read')
  return io.withProgress((onProgress) => {
    const context = { onProgress, signal: io.signal }
    return good === undefined
      ? client.exportCommons({ as, to, ...(commons !== undefined && { commons }) }, context)
      : client.exportGood({ good, as, to, ...(version !== undefined && { version }) }, context)
  })
}

async function exportRecords({ io, options, open }: Invocation): Promise<void> {
  const { client } = await open('none')
  const named = options.text('commons')
  const all = named === undefined ? (await client.listCommons()).map(({ id }) => id) : [named]
  let count = 0
  for (const commons of all)
    for await (const record of client.exportRecords(commons, { signal: io.signal })) {
      await io.sayWhole(JSON.stringify(record))
      count++
    }
  io.note(`${counted(count, 'record')} of ${counted(all.length, 'commons', 'commons')}.`)
}

import type { Action } from '../action.ts'
import { fail } from '../errors.ts'
import { counted } from '../terminal/amounts.ts'

/** Every record, one JSON document per line, with --json and without. */
export const exportAll: Action = async ({ io, options, open }) => {
  if (!options.flag('records')) throw fail('EXPORT_WHAT')
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

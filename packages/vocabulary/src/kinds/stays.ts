import Type from 'typebox'
import type { Fields } from '../record.ts'
import { count, keyToBytes, keyToText, logKey } from './fields.ts'

/** How far logs count that somebody may go on with: what is beyond is refused. `whose`: of whom they are. */
export const staysSchema = (whose: string, maxItems: number, description: string) =>
  Type.Array(
    Type.Object({
      log: logKey(`A log of the ${whose}.`),
      records: count('How many blocks of its records stay.'),
      edits: count('How many blocks of its edits stay.'),
    }),
    { maxItems, description },
  )

/** The `unpack` of a kind with `stays`: its logs as texts, in place. */
export function unpackStays({ stays }: Fields): void {
  if (!Array.isArray(stays)) return
  for (const stay of stays as unknown[]) {
    if (typeof stay === 'object' && stay !== null)
      (stay as Fields)['log'] = keyToText((stay as Fields)['log'])
  }
}

/** The reverse, into a new body. Called after validation. */
export function packStays(body: Fields): Fields {
  const stays = body['stays'] as readonly Fields[] | undefined
  return stays ? { ...body, stays: stays.map((stay) => ({ ...stay, log: keyToBytes(stay['log']) })) } : body
}

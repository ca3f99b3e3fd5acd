import Type from 'typebox'
import { MAX_NOTE } from '../limits.ts'
import type { Fields } from '../record.ts'
import type { KindDefinition } from './definition.ts'
import { type Static, count, keyToBytes, keyToText, logKey, personId, text } from './fields.ts'

/** Logs of one person that an exclusion names: a device has one in each commons, and a few more in a long life. */
const MAX_STAYS = 64

const stays = Type.Object({
  log: logKey('A log of the person.'),
  records: count('How many blocks of its records stay.'),
  edits: count('How many blocks of its edits stay.'),
})

const schema = Type.Object({
  person: personId('Who is excluded.'),
  note: Type.Optional(text(MAX_NOTE, 'Why.')),
  ends: Type.Optional(
    Type.Literal(true, { description: 'The person is taken in again: ends the exclusions it cites.' }),
  ),
  stays: Type.Optional(
    Type.Array(stays, {
      maxItems: MAX_STAYS,
      description:
        'The heads of the person’s logs as the writer saw them: what is before stays. A log that is not named is left out whole.',
    }),
  ),
})

export type ExcludeFields = Static<typeof schema>

/** "This person is no longer one of us." Who may say so, and what it comes to, is a rule of the package `rules`. */
export const exclude: KindDefinition = {
  kind: 'exclude',
  version: 1,
  schema,
  upgrades: [],
  statement: true,
  unpack(body) {
    body['person'] = keyToText(body['person'])
    if (!Array.isArray(body['stays'])) return
    for (const stay of body['stays'] as unknown[]) {
      if (typeof stay === 'object' && stay !== null)
        (stay as Fields)['log'] = keyToText((stay as Fields)['log'])
    }
  },
  pack(body) {
    const { stays: named } = body as ExcludeFields
    return {
      ...body,
      person: keyToBytes(body['person']),
      ...(named && { stays: named.map((stay) => ({ ...stay, log: keyToBytes(stay.log) })) }),
    }
  },
}

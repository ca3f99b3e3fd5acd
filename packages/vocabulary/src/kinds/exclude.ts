import Type from 'typebox'
import { MAX_NOTE } from '../limits.ts'
import type { KindDefinition } from './definition.ts'
import { type Static, keyToBytes, keyToText, personId, text } from './fields.ts'
import { packStays, staysSchema, unpackStays } from './stays.ts'

/** Logs of one person that an exclusion names: a device has one in each commons, and a few more in a long life. */
const MAX_STAYS = 64

const schema = Type.Object({
  person: personId('Who is excluded.'),
  note: Type.Optional(text(MAX_NOTE, 'Why.')),
  ends: Type.Optional(
    Type.Literal(true, { description: 'The person is taken in again: ends the exclusions it cites.' }),
  ),
  stays: Type.Optional(
    staysSchema(
      'person',
      MAX_STAYS,
      'The heads of the person’s logs as the writer saw them: what is before stays. A log that is not named is left out whole.',
    ),
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
    unpackStays(body)
  },
  pack: (body) => ({ ...packStays(body), person: keyToBytes(body['person']) }),
}

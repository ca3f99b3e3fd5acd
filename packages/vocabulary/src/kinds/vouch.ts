import Type from 'typebox'
import { MAX_NOTE } from '../limits.ts'
import type { KindDefinition } from './definition.ts'
import { type Static, keyToBytes, keyToText, personId, text } from './fields.ts'

const schema = Type.Object({
  person: personId('Who is vouched for.'),
  note: Type.Optional(text(MAX_NOTE, 'How one knows them.')),
})

export type VouchFields = Static<typeof schema>

/** "I know this person": lifts the newcomer's quota for them. */
export const vouch: KindDefinition = {
  kind: 'vouch',
  version: 1,
  schema,
  upgrades: [],
  unpack(body) {
    body['person'] = keyToText(body['person'])
  },
  pack: (body) => ({ ...body, person: keyToBytes(body['person']) }),
}

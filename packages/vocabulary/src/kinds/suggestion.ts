import Type from 'typebox'
import { CHANGE_HASH_BYTES, MAX_COMMENT, MAX_PIECES, MAX_TITLE } from '../limits.ts'
import type { KindDefinition } from './definition.ts'
import { type Static, bytes, recordIdField, text, words } from './fields.ts'
import { refs } from './refs.ts'

const schema = Type.Object({
  about: recordIdField('The thing that is to change.'),
  title: words(MAX_TITLE, 'What would change, in one line.'),
  text: Type.Optional(text(MAX_COMMENT, 'Why.')),
  offers: Type.Optional(recordIdField('The version of another good, a fork, that has the change.')),
  pieces: Type.Optional(
    Type.Array(bytes(CHANGE_HASH_BYTES, CHANGE_HASH_BYTES, 'The hash of an offered change.'), {
      maxItems: MAX_PIECES,
      description: 'The offered changes of a draft that it is made of, each to be answered by itself.',
    }),
  ),
  withdrawn: Type.Optional(Type.Literal(true, { description: 'Set when it is taken back.' })),
})

export type SuggestionFields = Static<typeof schema>

const IDS = refs(['about', 'offers'])

/** A change that is offered to those who tend a thing. Their answer is a record of the thing (`settles`). */
export const suggestion: KindDefinition = {
  kind: 'suggestion',
  version: 1,
  schema,
  change: Type.Partial(schema),
  upgrades: [],
  unpack: (body) => IDS.unpack(body),
  pack: (body) => IDS.pack(body),
}

import Type from 'typebox'
import { MAX_COMMENT, MAX_TITLE } from '../limits.ts'
import type { KindDefinition } from './definition.ts'
import { type Static, recordIdField, text, words } from './fields.ts'
import { refs } from './refs.ts'

const schema = Type.Object({
  about: recordIdField('The thing that is to change.'),
  title: words(MAX_TITLE, 'What would change, in one line.'),
  text: Type.Optional(text(MAX_COMMENT, 'Why.')),
  offers: Type.Optional(recordIdField('The version of another good, a fork, that has the change.')),
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

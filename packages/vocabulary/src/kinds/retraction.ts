import Type from 'typebox'
import { MAX_NOTE } from '../limits.ts'
import type { KindDefinition } from './definition.ts'
import { type Static, recordIdField, text } from './fields.ts'
import { refs } from './refs.ts'

const schema = Type.Object({
  about: recordIdField('The thing that others are asked to forget.'),
  note: Type.Optional(text(MAX_NOTE, 'Why.')),
  withdrawn: Type.Optional(Type.Literal(true, { description: 'Set when it is asked no longer.' })),
})

export type RetractionFields = Static<typeof schema>

const IDS = refs(['about'])

/** "Please forget this." Of each author the newest about a thing counts, if the heads it cites let them tend the thing. */
export const retraction: KindDefinition = {
  kind: 'retraction',
  version: 1,
  schema,
  upgrades: [],
  statement: true,
  unpack: (body) => IDS.unpack(body),
  pack: (body) => IDS.pack(body),
}

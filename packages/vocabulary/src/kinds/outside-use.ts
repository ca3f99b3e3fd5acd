import Type from 'typebox'
import { MAX_COMMENT, MAX_PART_NAME, MAX_URL } from '../limits.ts'
import type { KindDefinition } from './definition.ts'
import { type Static, recordIdField, text, words } from './fields.ts'
import { refs } from './refs.ts'

/** What came back from a use outside the commons. */
export const RETURNS = ['source', 'money', 'kind', 'other', 'nothing', 'unknown'] as const
export type Return = (typeof RETURNS)[number]

const schema = Type.Object({
  about: recordIdField('The good, or its exact version, that was used.'),
  by: words(MAX_PART_NAME, 'Who used it.'),
  how: words(MAX_COMMENT, 'How: built in, sold, taught with …'),
  returned: Type.Enum([...RETURNS], { description: 'What came back.' }),
  text: Type.Optional(text(MAX_COMMENT, 'More about what came back.')),
  evidence: Type.Optional(text(MAX_URL, 'Where it can be seen.')),
})

export type OutsideUseFields = Static<typeof schema>

const IDS = refs(['about'])

/** A good was used outside of peer production. A record of fact, and no accusation. */
export const outsideUse: KindDefinition = {
  kind: 'outside-use',
  version: 1,
  schema,
  change: Type.Partial(schema),
  upgrades: [],
  unpack: (body) => IDS.unpack(body),
  pack: (body) => IDS.pack(body),
}

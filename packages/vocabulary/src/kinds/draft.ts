import Type from 'typebox'
import { MAX_INVITED, MAX_LANGUAGE, MAX_TITLE } from '../limits.ts'
import type { KindDefinition } from './definition.ts'
import {
  type Static,
  keyToBytes,
  keyToText,
  languageTag,
  personId,
  recordIdField,
  recordIdToCompact,
  recordIdToText,
  words,
} from './fields.ts'

const schema = Type.Object({
  title: words(MAX_TITLE, 'What the draft is called.'),
  language: Type.Optional(languageTag(MAX_LANGUAGE)),
  good: Type.Optional(recordIdField('The good that the draft is to become a version of.')),
  base: Type.Optional(recordIdField('The version that the draft began from.')),
  editors: Type.Enum(['commons', 'invited'], {
    description: 'Who may edit: all of the commons, or those invited.',
  }),
  invited: Type.Optional(
    Type.Array(personId('A person.'), { maxItems: MAX_INVITED, description: 'Who is invited.' }),
  ),
  closed: Type.Optional(Type.Boolean({ description: 'Set while nobody is to edit it any more.' })),
})

export type DraftFields = Static<typeof schema>

const RECORD_IDS = ['good', 'base'] as const

/** A text that several people write together. The record makes it; its text is in the `edits` logs. */
export const draft: KindDefinition = {
  kind: 'draft',
  version: 1,
  schema,
  change: Type.Partial(schema),
  upgrades: [],
  unpack(body) {
    for (const field of RECORD_IDS) if (body[field] !== undefined) body[field] = recordIdToText(body[field])
    if (Array.isArray(body['invited'])) body['invited'] = body['invited'].map(keyToText)
  },
  pack(body) {
    const packed = { ...body }
    for (const field of RECORD_IDS)
      if (body[field] !== undefined) packed[field] = recordIdToCompact(body[field])
    if (Array.isArray(body['invited'])) packed['invited'] = body['invited'].map(keyToBytes)
    return packed
  },
}

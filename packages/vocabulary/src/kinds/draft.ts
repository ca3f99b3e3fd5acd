import Type from 'typebox'
import {
  CHANGE_HASH_BYTES,
  MAX_INVITED,
  MAX_LANGUAGE,
  MAX_MERGES,
  MAX_NOTE,
  MAX_PIECES,
  MAX_RESOLVED,
  MAX_TITLE,
} from '../limits.ts'
import type { KindDefinition } from './definition.ts'
import {
  type Static,
  bytes,
  keyToBytes,
  keyToText,
  languageTag,
  personId,
  recordIdField,
  text,
  words,
} from './fields.ts'
import { refs } from './refs.ts'

const pieces = (description: string) =>
  Type.Optional(
    Type.Array(bytes(CHANGE_HASH_BYTES, CHANGE_HASH_BYTES, 'The hash of an offered change.'), {
      maxItems: MAX_PIECES,
      description,
    }),
  )

const answer = Type.Object({
  suggestion: recordIdField('The suggestion.'),
  accepted: Type.Boolean({ description: 'Whether any of it was taken in.' }),
  pieces: pieces('Those that count from now on, as their author’s.'),
  declined: pieces('Those that were declined.'),
  reason: Type.Optional(text(MAX_NOTE, 'Why, or why not.')),
})

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
  settles: Type.Optional(
    Type.Array(answer, {
      maxItems: MAX_MERGES,
      description: 'Suggestions that are answered by this record, by somebody who may edit.',
    }),
  ),
  resolves: Type.Optional(
    Type.Array(recordIdField('A comment.'), {
      maxItems: MAX_RESOLVED,
      description: 'Comments that are done with, as somebody says who may edit.',
    }),
  ),
})

export type DraftFields = Static<typeof schema>

/** The answer to a suggestion for a draft: some of its pieces taken in, some declined, some left for later. */
export type DraftAnswer = Static<typeof answer>

const IDS = refs(['good', 'base', 'settles[].suggestion', 'resolves[]'])

/** A text that several people write together. The record makes it; its text is in the `edits` logs. */
export const draft: KindDefinition = {
  kind: 'draft',
  version: 1,
  schema,
  change: Type.Partial(schema),
  upgrades: [],
  unpack(body) {
    IDS.unpack(body)
    if (Array.isArray(body['invited'])) body['invited'] = body['invited'].map(keyToText)
  },
  pack(body) {
    const packed = { ...IDS.pack(body) }
    if (Array.isArray(body['invited'])) packed['invited'] = body['invited'].map(keyToBytes)
    return packed
  },
}

import Type from 'typebox'
import { MAX_ANCHOR, MAX_COMMENT, MAX_QUOTE } from '../limits.ts'
import type { KindDefinition } from './definition.ts'
import { type Static, recordIdField, recordIdToCompact, recordIdToText, text, words } from './fields.ts'

/** A passage of a draft’s text. The ids of its characters stay what they are whatever is edited around them. */
const anchor = Type.Object(
  {
    from: text(MAX_ANCHOR, 'The character before the passage, as `counter@actor`; empty for the beginning.'),
    to: text(MAX_ANCHOR, 'The last character of the passage.'),
    quote: text(MAX_QUOTE, 'What the passage said, or its beginning.'),
  },
  { description: 'The passage of a draft that it is about.' },
)

const schema = Type.Object({
  text: words(MAX_COMMENT, 'What is said.'),
  about: recordIdField('What it is about: a thing, a version, or another comment that it answers.'),
  anchor: Type.Optional(anchor),
  resolved: Type.Optional(
    Type.Boolean({ description: 'Set by its author when it is done with; others say so in the draft.' }),
  ),
})

export type CommentAnchor = Static<typeof anchor>

export type CommentFields = Static<typeof schema>

/** Something said about a good, a draft or another comment. */
export const comment: KindDefinition = {
  kind: 'comment',
  version: 1,
  schema,
  change: Type.Partial(schema),
  upgrades: [],
  unpack(body) {
    if (body['about'] !== undefined) body['about'] = recordIdToText(body['about'])
  },
  pack: (body) => (body['about'] === undefined ? body : { ...body, about: recordIdToCompact(body['about']) }),
}

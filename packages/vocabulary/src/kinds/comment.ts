import Type from 'typebox'
import { MAX_COMMENT } from '../limits.ts'
import type { KindDefinition } from './definition.ts'
import { type Static, recordIdField, recordIdToCompact, recordIdToText, words } from './fields.ts'

const schema = Type.Object({
  text: words(MAX_COMMENT, 'What is said.'),
  about: recordIdField('What it is about: a thing, a version, or another comment that it answers.'),
})

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

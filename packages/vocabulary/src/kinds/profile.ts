import Type from 'typebox'
import { MAX_NAME, MAX_NOTE } from '../limits.ts'
import type { KindDefinition } from './definition.ts'
import { type Static, text, words } from './fields.ts'

const schema = Type.Object({
  name: words(MAX_NAME, 'What the person wants to be called. Not unique, not checked.'),
  about: Type.Optional(text(MAX_NOTE, 'A few words about themselves.')),
})

export type ProfileFields = Static<typeof schema>

/** What a person says of themselves. The thing is the person: the last one counts. */
export const profile: KindDefinition = { kind: 'profile', version: 1, schema, upgrades: [] }

import Type from 'typebox'
import {
  MAX_DESCRIPTION,
  MAX_LANGUAGE,
  MAX_LICENCE,
  MAX_LINK_LENGTH,
  MAX_MAINTAINERS,
  MAX_MERGES,
  MAX_NOTE,
  MAX_TAG,
  MAX_TAGS,
  MAX_TITLE,
  MAX_VERSION_LABEL,
} from '../limits.ts'
import type { Fields } from '../record.ts'
import type { KindDefinition } from './definition.ts'
import {
  type Static,
  keyToBytes,
  keyToText,
  languageTag,
  personId,
  recordIdField,
  text,
  words,
} from './fields.ts'
import { designSchema } from './design.ts'
import { checkFiles, fileListSchema, packFileCores, unpackFileCores } from './file-list.ts'
import { creditsSchema, foreignSchema, fundingSchema, licencesSchema, rolesSchema } from './mentions.ts'
import { LINE_REFS, partsSchema } from './parts.ts'
import { publicationSchema } from './publication.ts'
import { refs } from './refs.ts'

/** What a good is. A closed list: a new type is a new version of the kind. */
export const GOOD_TYPES = ['design', 'software', 'text', 'data', 'media', 'publication'] as const
export type GoodType = (typeof GOOD_TYPES)[number]

/** How a good came from another: published again as it is, changed (a fork), or made with its help. */
export const DERIVATIONS = ['same', 'changed', 'derived'] as const
export type Derivation = (typeof DERIVATIONS)[number]

const settled = Type.Object({
  suggestion: recordIdField('The suggestion.'),
  accepted: Type.Boolean({ description: 'Whether its change was taken in.' }),
  reason: Type.Optional(text(MAX_NOTE, 'Why, or why not.')),
})

const schema = Type.Object({
  title: words(MAX_TITLE, 'What it is called, in one line.'),
  licence: words(MAX_LICENCE, 'An SPDX expression. Whether it is free is judged by `rules`, not here.'),
  type: Type.Enum([...GOOD_TYPES], { description: 'What sort of good it is.' }),
  description: Type.Optional(text(MAX_DESCRIPTION, 'What it is for and how to use it; Markdown.')),
  tags: Type.Optional(
    Type.Array(words(MAX_TAG, 'A word to find it by.'), {
      maxItems: MAX_TAGS,
      description: 'Words to find it by.',
    }),
  ),
  language: Type.Optional(languageTag(MAX_LANGUAGE)),
  version: Type.Optional(words(MAX_VERSION_LABEL, 'What the author calls this version, such as "2.0".')),
  derivedFrom: Type.Optional(recordIdField('The thing or version that it was made from.')),
  derivation: Type.Optional(
    Type.Enum([...DERIVATIONS], { description: 'How it was made from that; `changed` when absent.' }),
  ),
  origin: Type.Optional(
    text(MAX_LINK_LENGTH, 'The link of `derivedFrom`, if that is in another public commons.'),
  ),
  merges: Type.Optional(
    Type.Array(recordIdField('A version.'), {
      maxItems: MAX_MERGES,
      description: 'Versions of other goods whose changes this version took in.',
    }),
  ),
  settles: Type.Optional(
    Type.Array(settled, {
      maxItems: MAX_MERGES,
      description: 'Suggestions that are answered by this record.',
    }),
  ),
  maintainers: Type.Optional(
    Type.Array(personId('A person.'), {
      maxItems: MAX_MAINTAINERS,
      description: 'Who may change it beside its author, who alone says so.',
    }),
  ),
  files: Type.Optional(fileListSchema),
  licences: Type.Optional(licencesSchema),
  roles: Type.Optional(rolesSchema),
  credits: Type.Optional(creditsSchema),
  funding: Type.Optional(fundingSchema),
  parts: Type.Optional(partsSchema),
  design: Type.Optional(designSchema),
  publication: Type.Optional(publicationSchema),
  foreign: Type.Optional(foreignSchema),
})

export type GoodFields = Static<typeof schema>

export type Settled = Static<typeof settled>

const IDS = refs([
  'derivedFrom',
  'merges[]',
  'settles[].suggestion',
  'parts.more[]',
  ...LINE_REFS.map((path) => `parts.${path}`),
])

/** Something free to use, study, change and pass on. What makes a record a version of it is told by `isVersion`. */
export const good: KindDefinition = {
  kind: 'good',
  version: 1,
  schema,
  change: Type.Partial(schema),
  upgrades: [],
  unpack(body) {
    IDS.unpack(body)
    if (Array.isArray(body['maintainers'])) body['maintainers'] = body['maintainers'].map(keyToText)
    unpackFileCores(body)
  },
  pack(body) {
    const packed = { ...IDS.pack(body) }
    if (Array.isArray(body['maintainers'])) packed['maintainers'] = body['maintainers'].map(keyToBytes)
    return packFileCores(packed)
  },
  check: checkFiles,
}

/**
 * Whether a change makes a new version of a good: it brings other files, another parts list, or a label of its own. The
 * first record of a good always is one.
 */
export function isVersion(body: Fields): boolean {
  return body['files'] !== undefined || body['parts'] !== undefined || body['version'] !== undefined
}

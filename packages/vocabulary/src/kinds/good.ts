import Type from 'typebox'
import {
  MAX_DESCRIPTION,
  MAX_LANGUAGE,
  MAX_LICENCE,
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
  recordIdField,
  recordIdToCompact,
  recordIdToText,
  text,
  words,
} from './fields.ts'
import { checkFileList, fileListSchema } from './file-list.ts'

/** What a good is. A closed list: a new type is a new version of the kind. */
export const GOOD_TYPES = ['design', 'software', 'text', 'data', 'media', 'publication'] as const
export type GoodType = (typeof GOOD_TYPES)[number]

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
  files: Type.Optional(fileListSchema),
})

export type GoodFields = Static<typeof schema>

/** Something free to use, study, change and pass on. A record with files, or the first, is a version. */
export const good: KindDefinition = {
  kind: 'good',
  version: 1,
  schema,
  change: Type.Partial(schema),
  upgrades: [],
  unpack(body) {
    if (body['derivedFrom'] !== undefined) body['derivedFrom'] = recordIdToText(body['derivedFrom'])
    const files = body['files']
    if (!hasCores(files)) return
    files.cores = files.cores.map(keyToText)
  },
  pack(body) {
    const packed = { ...body }
    if (body['derivedFrom'] !== undefined) packed['derivedFrom'] = recordIdToCompact(body['derivedFrom'])
    if (hasCores(body['files']))
      packed['files'] = { ...body['files'], cores: body['files'].cores.map(keyToBytes) }
    return packed
  },
  check: (body) => (body['files'] === undefined ? [] : checkFileList(body['files'], 'body.files')),
}

function hasCores(files: unknown): files is Fields & { cores: unknown[] } {
  return typeof files === 'object' && files !== null && Array.isArray((files as Fields)['cores'])
}

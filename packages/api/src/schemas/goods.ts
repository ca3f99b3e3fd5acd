import { Type } from 'typebox'
import { CommonsName, nullable, Reference, request, text } from './basics.ts'

export const Path = text(4096, 'Path on the computer of the node, absolute')
export const Licence = text(200, 'SPDX expression')

export const ShareRequest = request({
  path: Path,
  commons: Type.Optional(CommonsName),
  licence: Type.Optional(Licence),
  title: Type.Optional(text(1000)),
  description: Type.Optional(Type.String({ maxLength: 200_000 })),
  type: Type.Optional(text(50)),
  tags: Type.Optional(Type.Array(text(200), { maxItems: 100 })),
  version: Type.Optional(text(200)),
  parts: Type.Optional(
    Type.String({ maxLength: 1024, description: 'Path of the parts table in the folder; empty: read none' }),
  ),
  asNew: Type.Optional(Type.Boolean()),
  over: Type.Optional(Type.Boolean()),
  licenceChecked: Type.Optional(Type.Boolean()),
  cleanPictures: Type.Optional(
    Type.Boolean({ description: 'JPEG, PNG and WebP go without what a camera wrote beside them' }),
  ),
})

/** The code is for programs, and for a page that says it in another language; the reason is English. */
export const LeftOut = Type.Object({
  path: Type.String(),
  code: Type.Enum([
    'git',
    'history',
    'rebuildable',
    'system',
    'editor',
    'secret',
    'keynote',
    'home',
    'unfinished',
    'rules',
    'named',
    'special',
    'inside',
    'dangling',
    'manifest',
  ]),
  reason: Type.String(),
  from: Type.Optional(Type.String({ description: 'The ignore file whose rule it is, with the code named' })),
})

/** What a sentence names, for who says it in another language. */
export const Values = Type.Record(Type.String(), Type.String())

export const ShareWarning = Type.Object({
  code: Type.Enum([
    'PATH_EMPTY',
    'PATH_ABSOLUTE',
    'PATH_OUTSIDE',
    'PATH_NOT_UNICODE',
    'PATH_CONTROL',
    'PATH_CHARACTER',
    'PATH_ENDING',
    'PATH_DEVICE',
    'PATH_RESERVED',
    'PATH_TOO_LONG',
    'PATH_COLLISION',
    'PATH_FILE_AS_FOLDER',
    'SHARE_LINK_OUTSIDE',
    'SHARE_UNREADABLE',
    'SHARE_TOO_MANY',
    'SHARE_TOO_DEEP',
    'SHARE_RENAMED',
    'TABLE_TOO_LARGE',
    'TABLE_FORMAT',
    'TABLE_BROKEN',
    'TABLE_QUOTES',
    'TABLE_HEADER',
    'TABLE_NOTHING',
    'TABLE_CELLS',
    'TABLE_QUANTITY',
    'TABLE_ZERO',
    'TABLE_PLACES',
    'TABLE_CURRENCY',
    'TABLE_SUBSTITUTE',
    'TABLE_MANY',
  ]),
  message: Type.String(),
  values: Values,
  at: nullable(
    Type.Object({ file: Type.String(), line: nullable(Type.Number()) }, { description: 'In a parts table' }),
  ),
  hinders: Type.Boolean({ description: 'Nothing is shared while it is so' }),
})

/** The reason is English; the codes say the same to a page that says it in another language. */
export const LicenceSuggestion = Type.Object({
  id: Type.String(),
  name: Type.String(),
  why: Type.String(),
  purpose: nullable(
    Type.Enum([
      'hardware',
      'drawings',
      'software',
      'texts',
      'media',
      'publications',
      'art',
      'databases',
      'data-and-texts',
      'data',
    ]),
  ),
  means: Type.Enum([
    'share-alike',
    'share-alike-over-network',
    'design-stays-free',
    'files-stay-free',
    'permissive',
    'permissive-with-patents',
    'nothing-reserved',
  ]),
})

export const ShareCaution = Type.Object({
  code: Type.Enum(['PICTURES_TELL_PLACE', 'PICTURES_MAY_TELL_PLACE', 'PICTURES_NOT_LOOKED_AT']),
  count: Type.Number(),
  example: Type.String({ description: 'The path of one of them' }),
  message: Type.String(),
  hint: Type.String(),
})

export const SharePreview = Type.Object({
  path: Type.String(),
  title: Type.String(),
  type: Type.String(),
  files: Type.Array(Type.Object({ path: Type.String(), bytes: Type.Number() })),
  count: Type.Number(),
  bytes: Type.Number(),
  leftOut: Type.Array(LeftOut),
  warnings: Type.Array(ShareWarning),
  cautions: Type.Array(ShareCaution),
  licences: Type.Array(LicenceSuggestion),
  roles: Type.Array(Type.Object({ role: Type.String(), at: Type.String() })),
  parts: nullable(Type.Object({ from: Type.String(), lines: Type.Number() })),
  again: Type.Optional(
    Type.Object({ id: Type.String(), title: Type.String(), licence: Type.String(), version: Type.String() }),
  ),
})

export const ShareResult = Type.Object({
  id: Type.String(),
  link: Type.String(),
  version: Type.String(),
  title: Type.String(),
  licence: Type.String(),
  files: Type.Number(),
  bytes: Type.Number(),
  commons: Type.String(),
  commonsName: Type.String(),
  public: Type.Boolean(),
  words: Type.Optional(Type.String()),
  unchanged: Type.Optional(
    Type.Literal(true, {
      description: 'Nothing has changed since the version that is told: no new one was made',
    }),
  ),
  since: Type.Optional(
    Type.String({ description: 'What that version is called: its label, else its number' }),
  ),
  marks: Type.Optional(Type.Object({ written: Type.Number(), left: Type.Number() })),
})

export const CopyRequest = request({
  from: Reference,
  to: Type.Optional(Path),
  into: Type.Optional(Path),
  force: Type.Optional(Type.Boolean()),
  wait: Type.Optional(Type.Boolean()),
  version: Type.Optional(text(200)),
  licenceTexts: Type.Optional(Type.Boolean()),
})

export const CopyResult = Type.Object({
  id: Type.String(),
  version: Type.String(),
  title: Type.String(),
  licence: Type.String(),
  path: Type.String(),
  files: Type.Number(),
  bytes: Type.Number(),
  fetched: Type.Number(),
  licenceTexts: Type.Array(Type.String()),
})

export const CommentRequest = request({
  on: Reference,
  text: text(200_000),
  commons: Type.Optional(CommonsName),
})

export const Created = Type.Object({ id: Type.String() })

export const ThingParams = request({ reference: Reference })

export const FileQuery = request({
  path: text(1024, 'As it stands in the list of files'),
  version: Type.Optional(text(200, 'By number, label or id; the newest when absent')),
})

export const FileBytes = Type.String({ format: 'binary', description: 'The content' })

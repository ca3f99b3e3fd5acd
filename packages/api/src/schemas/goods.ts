import { Type } from 'typebox'
import { CommonsName, CountText, nullable, Reference, request, text } from './basics.ts'

const Path = text(4096, 'Path on the computer of the node, absolute')
const Licence = text(200, 'SPDX expression')

export const ShareRequest = request({
  path: Path,
  commons: Type.Optional(CommonsName),
  licence: Type.Optional(Licence),
  title: Type.Optional(text(1000)),
  description: Type.Optional(Type.String({ maxLength: 200_000 })),
  type: Type.Optional(text(50)),
  tags: Type.Optional(Type.Array(text(200), { maxItems: 100 })),
  version: Type.Optional(text(200)),
  asNew: Type.Optional(Type.Boolean()),
})

export const SharePreview = Type.Object({
  path: Type.String(),
  title: Type.String(),
  type: Type.String(),
  files: Type.Array(Type.Object({ path: Type.String(), bytes: Type.Number() })),
  count: Type.Number(),
  bytes: Type.Number(),
  leftOut: Type.Array(Type.Object({ path: Type.String(), reason: Type.String() })),
  warnings: Type.Array(Type.String()),
  licences: Type.Array(Type.Object({ id: Type.String(), name: Type.String(), why: Type.String() })),
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
})

export const FindQuery = request({
  words: Type.Optional(Type.String({ maxLength: 1000 })),
  commons: Type.Optional(CommonsName),
  kind: Type.Optional(text(50)),
  licence: Type.Optional(Licence),
  limit: Type.Optional(CountText),
  offset: Type.Optional(CountText),
})

export const Found = Type.Object({
  results: Type.Array(
    Type.Object({
      id: Type.String(),
      kind: Type.String(),
      title: Type.String(),
      licence: nullable(Type.String()),
      link: Type.String(),
      commons: Type.String(),
      author: Type.String(),
      authorName: nullable(Type.String()),
      at: Type.Number(),
      snippet: nullable(Type.String()),
    }),
  ),
  total: Type.Number(),
})

const VersionInfo = Type.Object({
  id: Type.String(),
  label: nullable(Type.String()),
  at: Type.Number(),
  author: Type.String(),
  authorName: nullable(Type.String()),
  files: Type.Number(),
  bytes: Type.Number(),
  holders: Type.Number(),
  heldHere: Type.Boolean(),
})

const CommentInfo = Type.Object({
  id: Type.String(),
  text: Type.String(),
  author: Type.String(),
  authorName: nullable(Type.String()),
  at: Type.Number(),
})

export const ThingInfo = Type.Object({
  id: Type.String(),
  kind: Type.String(),
  title: Type.String(),
  licence: nullable(Type.String()),
  licenceName: nullable(Type.String()),
  type: nullable(Type.String()),
  description: nullable(Type.String()),
  tags: Type.Array(Type.String()),
  author: Type.String(),
  authorName: nullable(Type.String()),
  commons: Type.String(),
  commonsName: Type.String(),
  link: Type.String(),
  versions: Type.Array(VersionInfo),
  heads: Type.Array(Type.String()),
  diverged: Type.Boolean(),
  files: nullable(
    Type.Array(Type.Object({ path: Type.String(), bytes: Type.Number(), hash: Type.String() })),
  ),
  derivedFrom: nullable(Type.String()),
  comments: Type.Array(CommentInfo),
  other: Type.Record(Type.String(), Type.Unknown()),
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

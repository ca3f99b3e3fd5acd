import { Type } from 'typebox'
import { CommonsName, nullable, Reference, request, text } from './basics.ts'
import { Path } from './goods.ts'

const Text = Type.String()
const OrNull = nullable(Text)
const Count = Type.Number()

export const CreateBundleRequest = request({
  file: Path,
  commons: Type.Optional(Type.Array(CommonsName, { maxItems: 1_000 })),
  for: Type.Optional(text(200)),
  since: Type.Optional(Path),
  files: Type.Optional(Type.Array(Reference, { maxItems: 1_000 })),
  replace: Type.Optional(Type.Boolean()),
})

const FILES = { id: Text, version: Text, title: Text, bytes: Count }

export const CreateBundleResult = Type.Object({
  file: Text,
  bytes: Count,
  for: Type.Array(Type.Object({ node: Text, name: OrNull })),
  commons: Type.Array(
    Type.Object({
      id: Text,
      name: Text,
      logs: Count,
      blocks: Count,
      bytes: Count,
      files: Type.Array(Type.Object(FILES)),
      leftOut: Type.Array(Type.Object({ ...FILES, reason: Text })),
      known: nullable(Count),
    }),
  ),
})

export const OpenBundleRequest = request({
  file: Path,
  files: Type.Optional(Type.Union([Type.Literal('all'), Type.Literal('none')])),
})

export const OpenBundleResult = Type.Object({
  file: Text,
  bytes: Count,
  from: Type.Object({ node: Text, name: OrNull, at: Count }),
  transport: Type.Literal('stick'),
  commons: Type.Array(
    Type.Object({
      id: Text,
      name: Text,
      logs: Count,
      blocks: Count,
      records: Count,
      bytes: Count,
      files: Type.Array(Type.Object(FILES)),
      notTaken: Type.Array(Type.Object({ reason: Text, logs: Count })),
    }),
  ),
  unopened: Count,
})

import { Type } from 'typebox'
import { nullable, Reference, request, text } from './basics.ts'

const Text = Type.String()
const OrNull = nullable(Text)
const Count = Type.Number()

const VersionName = text(200, 'Number, label or id of a version')

export const CompareQuery = request({
  from: Type.Optional(VersionName),
  to: Type.Optional(VersionName),
  with: Type.Optional(Reference),
})

const Version = Type.Object({
  good: Text,
  title: Text,
  version: Text,
  number: Count,
  label: OrNull,
  at: Count,
})

const Passage = Type.Object({
  skipped: Type.Number({ description: 'Lines before it that are alike' }),
  lines: Type.Array(
    Type.Object({
      what: Type.Union([Type.Literal('same'), Type.Literal('added'), Type.Literal('removed')]),
      text: Text,
      before: Type.Optional(Count),
      after: Type.Optional(Count),
    }),
  ),
})
const Passages = nullable(Type.Array(Passage))

const Values = { name: Text, before: OrNull, after: OrNull }

const CAME_OR_WENT = [Type.Literal('added'), Type.Literal('removed'), Type.Literal('changed')]

export const Comparison = Type.Object({
  from: nullable(Version),
  to: Version,
  alike: Type.Boolean(),
  fields: Type.Array(Type.Object({ ...Values, passages: Passages })),
  parts: Type.Array(
    Type.Object({
      what: Type.Union(CAME_OR_WENT),
      name: Text,
      fields: Type.Array(Type.Object(Values)),
    }),
  ),
  partsMissing: Type.Boolean(),
  files: Type.Array(
    Type.Object({
      path: Text,
      what: Type.Union([...CAME_OR_WENT, Type.Literal('moved')]),
      from: OrNull,
      before: nullable(Count),
      after: nullable(Count),
      passages: Passages,
      why: nullable(
        Type.Union([
          Type.Literal('no-text'),
          Type.Literal('large'),
          Type.Literal('not-here'),
          Type.Literal('many'),
          Type.Literal('mode'),
        ]),
      ),
    }),
  ),
})

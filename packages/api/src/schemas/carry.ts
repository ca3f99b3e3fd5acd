import { Type } from 'typebox'
import { CommonsName, nullable, Reference, request, text } from './basics.ts'
import { LeftOut, Licence, Path, Values } from './goods.ts'

const Text = Type.String()
const OrNull = nullable(Text)
const Texts = Type.Array(Text)
const Columns = Type.Record(Text, Text)

export const ImportRequest = request({
  path: Path,
  commons: Type.Optional(CommonsName),
  dryRun: Type.Optional(Type.Boolean()),
  licence: Type.Optional(Licence),
  title: Type.Optional(text(1000)),
  type: Type.Optional(text(50)),
  version: Type.Optional(text(200)),
  tags: Type.Optional(Type.Array(text(100), { maxItems: 100 })),
  bom: Type.Optional(Path),
  bomMap: Type.Optional(Type.Record(text(50), text(500))),
  asNew: Type.Optional(Type.Boolean()),
})

const Finding = Type.Object({
  severity: Type.Union([Type.Literal('error'), Type.Literal('warning'), Type.Literal('info')]),
  code: Text,
  message: Text,
  values: Values,
  file: Text,
  line: nullable(Type.Number()),
  column: nullable(Type.Number()),
  hint: OrNull,
})

const Table = Type.Object({
  file: Text,
  lines: Type.Number(),
  mapping: Columns,
  unused: Texts,
  sections: Type.Array(
    Type.Object({
      title: OrNull,
      header: Type.Number(),
      first: Type.Number(),
      last: Type.Number(),
      skipped: Type.Boolean(),
    }),
  ),
})

const ImportedThing = Type.Object({
  from: Text,
  format: Text,
  title: OrNull,
  description: OrNull,
  licence: OrNull,
  type: OrNull,
  outcome: Type.Union([
    Type.Literal('new'),
    Type.Literal('version'),
    Type.Literal('same'),
    Type.Literal('refused'),
  ]),
  reason: OrNull,
  hint: OrNull,
  id: OrNull,
  link: OrNull,
  version: OrNull,
  files: Type.Number(),
  bytes: Type.Number(),
  paths: Texts,
  parts: Type.Number(),
  subAssemblies: Type.Number(),
  table: nullable(Table),
  missing: Texts,
  pointers: Texts,
  completeness: Type.Object({
    percent: Type.Number(),
    missing: Type.Array(Type.Object({ field: Text, why: Text })),
  }),
})

export const ImportResult = Type.Object({
  dryRun: Type.Boolean(),
  id: OrNull,
  link: OrNull,
  version: OrNull,
  title: OrNull,
  licence: OrNull,
  files: Type.Number(),
  bytes: Type.Number(),
  goods: Type.Array(ImportedThing),
  findings: Type.Array(Finding),
  leftOut: Type.Array(LeftOut),
  commons: OrNull,
  commonsName: OrNull,
  public: nullable(Type.Boolean()),
  words: Type.Optional(Text),
})

export const BringOverRequest = request({
  from: CommonsName,
  to: CommonsName,
  things: Type.Optional(Type.Array(Reference, { maxItems: 1000 })),
  dryRun: Type.Optional(Type.Boolean()),
})

export const BringOverResult = Type.Object({
  dryRun: Type.Boolean(),
  from: Text,
  to: Text,
  toName: Text,
  public: Type.Boolean(),
  brought: Type.Array(
    Type.Object({ id: Text, kind: Text, title: Text, versions: Type.Number(), bytes: Type.Number() }),
  ),
  words: Type.Number(),
  left: Type.Array(
    Type.Object({ id: Text, kind: Text, title: Text, author: Text, authorName: nullable(Type.String()) }),
  ),
})

export const ExportGoodRequest = request({
  good: Reference,
  as: text(50),
  to: Path,
  version: Type.Optional(text(200)),
})

export const ExportCommonsRequest = request({
  commons: Type.Optional(CommonsName),
  as: text(50),
  to: Path,
})

export const ExportResult = Type.Object({
  as: Text,
  path: Text,
  written: Texts,
  files: Type.Number(),
  bytes: Type.Number(),
  goods: Type.Number(),
  notes: Texts,
})

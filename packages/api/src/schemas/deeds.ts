import { Type } from 'typebox'
import { CommonsName, nullable, Reference, request, text } from './basics.ts'
import { Licence, Path, ShareResult } from './goods.ts'

const Text = Type.String()
const OrNull = nullable(Text)
const Version = text(200, 'Number, label or id of a version')
const Checked = Type.Boolean({ description: 'The person has looked at whether the licences fit' })
const Words = (max: number) => Type.Optional(Type.String({ maxLength: max }))

export const ForkRequest = request({
  good: Reference,
  version: Type.Optional(Version),
  title: Type.Optional(text(1000)),
  commons: Type.Optional(CommonsName),
  to: Type.Optional(Path),
  as: Type.Optional(text(50)),
  licence: Type.Optional(Licence),
  licenceChecked: Type.Optional(Checked),
})

export const ForkResult = Type.Object({
  ...ShareResult.properties,
  derivedFrom: Text,
  derivation: Text,
  stored: Type.Number(),
  path: OrNull,
})

const MergeReport = Type.Object({
  base: OrNull,
  files: Type.Array(
    Type.Object({
      path: Text,
      what: Type.Union([
        Type.Literal('taken'),
        Type.Literal('removed'),
        Type.Literal('merged'),
        Type.Literal('conflict'),
      ]),
      note: OrNull,
    }),
  ),
  parts: Type.Object({ changed: Type.Number(), conflicts: Type.Array(Text) }),
  fields: Type.Object({ taken: Type.Array(Text), conflicts: Type.Array(Text) }),
  conflicts: Type.Number(),
  fetched: Type.Number(),
})

export const PullRequest = request({
  fork: Reference,
  version: Type.Optional(Version),
  dryRun: Type.Optional(Type.Boolean()),
  licenceChecked: Type.Optional(Checked),
})

export const PullResult = Type.Object({
  id: Text,
  title: Text,
  version: OrNull,
  upToDate: Type.Boolean(),
  from: Type.Object({ id: Text, version: Text, title: Text }),
  report: MergeReport,
})

export const SuggestRequest = request({
  fork: Reference,
  to: Type.Optional(Reference),
  title: text(1000),
  text: Words(100_000),
})

export const SuggestResult = Type.Object({
  id: Text,
  about: Text,
  aboutTitle: Text,
  offers: Text,
  title: Text,
  words: Type.Optional(Text),
})

/** Of a suggestion for a draft: which passages, as it counts them. */
const Pieces = Type.Optional(
  Type.Array(Type.Integer({ minimum: 1, maximum: 64 }), { minItems: 1, maxItems: 64 }),
)

export const AcceptRequest = request({
  reference: Reference,
  version: Type.Optional(Version),
  pieces: Pieces,
  reason: Words(10_000),
  licenceChecked: Type.Optional(Checked),
  withConflicts: Type.Optional(Type.Boolean()),
})

export const AcceptResult = Type.Object({
  id: Text,
  title: Text,
  version: Text,
  suggestion: OrNull,
  by: OrNull,
  byName: OrNull,
  pieces: Type.Optional(Type.Number({ description: 'Passages of a draft that were taken in' })),
  report: MergeReport,
})

export const DeclineRequest = request({ suggestion: Reference, reason: text(10_000), pieces: Pieces })

export const DeclineResult = Type.Object({ id: Text, title: Text, suggestion: Text, reason: Text })

export const WithdrawRequest = request({ suggestion: Reference })

export const WithdrawResult = Type.Object({ id: Text, title: Text, suggestion: Text })

const Grade = Type.Optional(Type.Number({ description: '1 to 5' }))

export const BuildRequest = request({
  good: Reference,
  version: Type.Optional(Version),
  outcome: text(50),
  title: Type.Optional(text(1000)),
  amount: Type.Optional(Type.Number()),
  unit: Type.Optional(text(200)),
  text: Words(100_000),
  problems: Type.Optional(
    Type.Array(request({ part: Type.Optional(text(1000)), text: text(10_000) }), { maxItems: 200 }),
  ),
  changes: Words(100_000),
  equipment: Type.Optional(Type.Array(text(1000), { maxItems: 200 })),
  materials: Type.Optional(
    Type.Array(
      request({
        name: text(1000),
        quantity: Type.Optional(Type.Number()),
        unit: Type.Optional(text(200)),
      }),
      { maxItems: 1000 },
    ),
  ),
  effort: Type.Optional(Type.Number({ description: 'Hours of work' })),
  repairability: Grade,
  modularity: Grade,
  ease: Grade,
  commercial: Type.Optional(Type.Boolean()),
  place: Type.Optional(text(200)),
  finished: Type.Optional(text(50, 'YYYY-MM-DD')),
  photos: Type.Optional(Type.Array(Path, { maxItems: 200 })),
  photosAsTheyAre: Type.Optional(Type.Boolean()),
  licence: Type.Optional(Licence),
})

export const BuildResult = Type.Object({
  id: Text,
  good: Text,
  title: Text,
  version: Text,
  number: Type.Number(),
  outcome: Text,
  files: Type.Number(),
  bytes: Type.Number(),
  licence: OrNull,
  traces: Type.Object({
    removed: Type.Number({ description: 'Pictures out of which something was taken' }),
    places: Type.Number({ description: 'Those of them that said where they were taken' }),
    unchecked: Type.Array(Text),
  }),
  words: Type.Optional(Text),
})

export const UseRequest = request({
  good: Reference,
  version: Type.Optional(Version),
  by: text(1000),
  how: text(100_000),
  returned: text(50),
  text: Words(100_000),
  evidence: Words(10_000),
})

export const UseResult = Type.Object({ id: Text, good: Text, title: Text })

const People = Type.Array(text(200, 'Id or name of a person'), { maxItems: 100 })

export const MaintainRequest = request({
  good: Reference,
  add: Type.Optional(People),
  remove: Type.Optional(People),
})

const PersonRef = Type.Object({ person: Text, name: OrNull })

export const MaintainResult = Type.Object({
  id: Text,
  title: Text,
  author: PersonRef,
  maintainers: Type.Array(PersonRef),
  changed: Type.Boolean(),
})

import { Type } from 'typebox'
import { HereInfo } from './live.ts'
import { MAX_INVITED } from '@allmende/vocabulary'
import { CommonsName, Next, nullable, Paging, Reference, request, text } from './basics.ts'
import { Path } from './goods.ts'

const Heads = Type.Array(Type.String({ maxLength: 200 }), { maxItems: 10_000 })

const Splice = Type.Object({
  at: Type.Integer({ minimum: 0 }),
  remove: Type.Integer({ minimum: 0 }),
  insert: Type.String(),
})

export const CreateDraft = request({
  title: text(1000),
  text: Type.Optional(Type.String()),
  commons: Type.Optional(CommonsName),
  good: Type.Optional(Reference),
  version: Type.Optional(text(200)),
  archive: Type.Optional(Path),
  editors: Type.Optional(Type.Enum(['commons', 'invited'])),
  invite: Type.Optional(Type.Array(text(200), { maxItems: MAX_INVITED })),
})

export const DraftInfo = Type.Object({
  id: Type.String(),
  title: Type.String(),
  link: Type.String(),
  commons: Type.String(),
  commonsName: Type.String(),
  author: Type.String(),
  authorName: nullable(Type.String()),
  at: Type.Number(),
  good: nullable(Type.String()),
  words: Type.Optional(Type.String()),
})

export const DraftList = Type.Object({ drafts: Type.Array(DraftInfo), ...Next })

export const DraftListQuery = request({ commons: Type.Optional(CommonsName), ...Paging })

/** Limits of which little is left; left out while there is room. */
const Near = Type.Optional(
  Type.Array(
    Type.Object({
      what: Type.Enum(['characters', 'edits', 'sessions', 'fields', 'lines', 'files']),
      now: Type.Number(),
      limit: Type.Number(),
    }),
  ),
)

export const DraftText = Type.Object({
  id: Type.String(),
  title: Type.String(),
  text: Type.String(),
  heads: Type.Array(Type.String()),
  near: Near,
})

export const EditDraft = request({ text: Type.String(), heads: Type.Optional(Heads) })

export const SpliceDraft = request({ splices: Type.Array(Splice, { maxItems: 100_000 }) })

export const Spliced = Type.Object({ heads: Type.Array(Type.String()), near: Near })

export const DraftEvent = Type.Union([
  Type.Object({ type: Type.Literal('text'), ...DraftText.properties }),
  Type.Object({
    type: Type.Literal('change'),
    splices: Type.Array(Splice),
    heads: Type.Array(Type.String()),
    by: nullable(Type.String()),
    near: Near,
  }),
  Type.Object({ type: Type.Literal('here'), people: Type.Array(HereInfo) }),
])

export const DraftHistory = Type.Object({
  changes: Type.Array(
    Type.Object({
      author: Type.String(),
      authorName: nullable(Type.String()),
      guest: Type.Optional(Type.String()),
      at: Type.Number(),
      ops: Type.Number(),
      number: Type.Number(),
      change: Type.String(),
    }),
  ),
  ...Next,
})

export const PublishDraft = request({
  licence: Type.Optional(text(200)),
  good: Type.Optional(Reference),
  version: Type.Optional(text(200)),
  filename: Type.Optional(text(1024)),
  licenceChecked: Type.Optional(Type.Boolean()),
  over: Type.Optional(Type.Boolean()),
})

const Change = text(64)

const Scalar = Type.Union([Type.String(), Type.Number(), Type.Boolean(), Type.Null()])
const Difference = Type.Enum(['added', 'removed', 'changed'])

const Hand = {
  author: Type.String(),
  authorName: nullable(Type.String()),
  guest: Type.Optional(Type.String()),
  at: Type.Number(),
  change: Type.String(),
}

export const DraftBlame = Type.Object({
  id: Type.String(),
  title: Type.String(),
  passages: Type.Array(Type.Object({ text: Type.String(), ...Hand })),
  beside: Type.Array(
    Type.Object({
      what: Type.Enum(['field', 'line', 'file']),
      name: nullable(Type.String()),
      line: Type.Optional(Type.Number()),
      called: Type.Optional(Type.String()),
      ...Hand,
    }),
  ),
})

const By = Type.Array(Type.String())

/** What differs beside the text, and whose it is now; null for nothing. */
const Beside = nullable(
  Type.Object({
    fields: Type.Array(Type.Object({ name: Type.String(), before: Scalar, after: Scalar, by: By })),
    lines: Type.Array(
      Type.Object({ what: Difference, name: Type.String(), fields: Type.Array(Type.String()), by: By }),
    ),
    files: Type.Array(Type.Object({ what: Difference, path: Type.String(), by: By })),
  }),
)

export const DraftDiffQuery = request({
  from: Type.Optional(Change),
  to: Type.Optional(Change),
  with: Type.Optional(Reference),
})

export const DraftDiff = Type.Object({
  id: Type.String(),
  title: Type.String(),
  before: Type.String(),
  after: Type.String(),
  lines: Type.Array(
    Type.Object({
      what: Type.Enum(['same', 'added', 'removed']),
      text: Type.String(),
      by: Type.Array(Type.String()),
    }),
  ),
  added: Type.Number(),
  removed: Type.Number(),
  beside: Beside,
})

const Values = Type.Record(Type.String({ minLength: 1, maxLength: 200 }), Scalar)
const LineName = text(64, 'The number of a line as last shown, or its id')

const Conflict = Type.Object({
  what: Type.Enum(['field', 'line', 'file']),
  name: Type.String(),
  line: Type.Optional(Type.Number()),
  values: Type.Array(Scalar),
})

const Held = {
  fields: Values,
  lines: Type.Array(Type.Object({ number: Type.Number(), id: Type.String(), fields: Values })),
  files: Type.Array(
    Type.Object({
      path: Type.String(),
      bytes: nullable(Type.Number()),
      executable: Type.Boolean(),
      here: Type.Boolean(),
    }),
  ),
}

export const DraftShown = Type.Object({
  id: Type.String(),
  title: Type.String(),
  commons: Type.String(),
  commonsName: Type.String(),
  good: nullable(Type.String()),
  base: nullable(Type.String()),
  characters: Type.Number(),
  ...Held,
  marks: Type.Number({ description: 'Marked passages of the text' }),
  conflicts: Type.Array(Conflict),
})

export const DraftMomentQuery = request({
  change: Change,
  since: Type.Optional(text(64, 'A change before it, or `beginning`')),
})

export const DraftMoment = Type.Object({
  id: Type.String(),
  title: Type.String(),
  number: Type.Number(),
  at: Type.Number(),
  people: Type.Array(
    Type.Object({
      person: Type.String(),
      name: nullable(Type.String()),
      guest: Type.Optional(Type.String()),
    }),
  ),
  passages: Type.Array(Type.Object({ what: Type.Enum(['same', 'added', 'removed']), text: Type.String() })),
  ...Held,
  beside: Beside,
})

export const DraftCreditsQuery = request({ good: Type.Optional(Reference) })

export const DraftCredits = Type.Object({
  id: Type.String(),
  title: Type.String(),
  good: nullable(Type.Object({ id: Type.String(), title: Type.String(), versions: Type.Number() })),
  licence: nullable(Type.String()),
  credits: Type.Array(
    Type.Object({
      name: Type.String(),
      person: nullable(Type.String()),
      roles: Type.Array(Type.String()),
      anew: Type.Boolean(),
    }),
  ),
})

export const EditBeside = request({
  edits: Type.Array(
    Type.Union([
      request({ set: Values }),
      request({ line: LineName, set: Values }),
      request({ addLine: Values, after: Type.Optional(nullable(LineName)) }),
      request({ moveLine: LineName, after: nullable(LineName) }),
      request({ dropLine: LineName }),
      request({ detach: text(1024) }),
      request({ moveFile: text(1024), to: text(1024) }),
    ]),
    { maxItems: 10_000 },
  ),
})

export const AttachFiles = request({
  paths: Type.Array(Path, { minItems: 1, maxItems: 1_000 }),
  under: Type.Optional(text(1024)),
})

export const MergeDraft = request({ from: Reference })

export const DraftMerged = Type.Object({
  id: Type.String(),
  title: Type.String(),
  from: Type.String(),
  text: Type.Object({ added: Type.Number(), removed: Type.Number() }),
  clashes: Type.Array(Type.Object({ ours: Type.String(), theirs: Type.String() })),
  fields: Type.Array(Type.String()),
  lines: Type.Number(),
  files: Type.Array(Type.String()),
  marks: Type.Number(),
  conflicts: Type.Array(
    Type.Object({
      what: Type.Enum(['field', 'line', 'file']),
      name: Type.String(),
      ours: Type.String(),
      theirs: Type.String(),
    }),
  ),
})

export const ArchiveDraft = request({ to: Path })

export const DraftArchived = Type.Object({
  id: Type.String(),
  title: Type.String(),
  path: Type.String(),
  files: Type.Number(),
  bytes: Type.Number(),
  closed: Type.Boolean(),
  left: Type.Array(Type.String(), { description: 'What stood among the attached files and was none' }),
})

export const RestoreDraft = request({ change: Change })

const People = Type.Optional(Type.Array(text(200), { maxItems: 1_000 }))

export const DraftAccessRequest = request({
  invite: People,
  uninvite: People,
  editors: Type.Optional(Type.Enum(['commons', 'invited'])),
  closed: Type.Optional(Type.Boolean()),
})

export const DraftAccess = Type.Object({
  id: Type.String(),
  title: Type.String(),
  editors: Type.Enum(['commons', 'invited']),
  invited: Type.Array(Type.Object({ person: Type.String(), name: nullable(Type.String()) })),
  closed: Type.Boolean(),
})

export const NewsQuery = request({ look: Type.Optional(Type.Enum(['true', 'false'])) })

export const DraftNews = Type.Object({
  id: Type.String(),
  title: Type.String(),
  changes: Type.Number(),
  people: Type.Array(
    Type.Object({ person: Type.String(), name: nullable(Type.String()), changes: Type.Number() }),
  ),
  clashes: Type.Array(
    Type.Object({
      number: Type.Number(),
      ours: Type.String(),
      theirs: Type.String(),
      now: nullable(Type.String()),
    }),
  ),
  refused: Type.Array(
    Type.Object({
      person: Type.String(),
      name: nullable(Type.String()),
      code: Type.String(),
      reason: Type.String(),
      changes: Type.Number(),
    }),
  ),
  near: Near,
  beside: Beside,
  conflicts: Type.Array(Conflict),
})

export const SettleClash = request({
  clash: Type.Integer({ minimum: 1 }),
  take: Type.Enum(['ours', 'theirs', 'both', 'as-is']),
  text: Type.Optional(Type.String()),
})

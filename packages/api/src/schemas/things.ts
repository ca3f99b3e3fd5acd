import { Type } from 'typebox'
import { CommonsName, CountText, Next, nullable, Paging, request, text } from './basics.ts'
import { Licence } from './goods.ts'

const Text = Type.String()
const OrNull = nullable(Text)
const NumberOrNull = nullable(Type.Number())

/** Several values of one name are lines of one: a query has no lists of its own. */
const Lines = Type.String({ maxLength: 4000, description: 'One entry per line' })

export const FindQuery = request({
  words: Type.Optional(Type.String({ maxLength: 1000 })),
  commons: Type.Optional(CommonsName),
  kind: Type.Optional(text(50)),
  licence: Type.Optional(Licence),
  type: Type.Optional(text(50)),
  tag: Type.Optional(text(200)),
  author: Type.Optional(text(200)),
  place: Type.Optional(text(200)),
  builtByOthers: Type.Optional(Type.Literal('true')),
  complete: Type.Optional(CountText),
  buildableWith: Type.Optional(Lines),
  order: Type.Optional(text(50)),
  offset: Type.Optional(CountText),
  ...Paging,
})

export const Found = Type.Object({
  results: Type.Array(
    Type.Object({
      id: Text,
      kind: Text,
      title: Text,
      licence: OrNull,
      link: Text,
      about: OrNull,
      commons: Text,
      author: Text,
      authorName: OrNull,
      at: Type.Number(),
      snippet: OrNull,
      type: OrNull,
      tags: Type.Array(Text),
      image: OrNull,
      built: nullable(Type.Object({ works: Type.Number(), byOthers: Type.Number() })),
      completeness: NumberOrNull,
    }),
  ),
  total: Type.Number({ description: 'How many there are in all, whatever the page' }),
  ...Next,
  searchedFor: Type.Optional(Text),
  near: Type.Optional(Type.Array(Text)),
})

const VersionRef = {
  version: Text,
  id: OrNull,
  title: OrNull,
  number: NumberOrNull,
  author: OrNull,
  authorName: OrNull,
}

const VersionInfo = Type.Object({
  id: Text,
  number: Type.Number(),
  label: OrNull,
  at: Type.Number(),
  author: Text,
  authorName: OrNull,
  files: Type.Number(),
  bytes: Type.Number(),
  holders: Type.Number(),
  heldHere: Type.Boolean(),
  merges: Type.Array(Type.Object(VersionRef)),
  builds: Type.Number(),
})

const said = { id: Text, author: Text, authorName: OrNull, at: Type.Number() }

const CommentInfo = Type.Object({ ...said, text: Text })

const ThingRef = Type.Object({ ...said, kind: Text, title: Text })

const BuildInfo = Type.Object({
  ...said,
  version: Text,
  number: NumberOrNull,
  byOther: Type.Boolean(),
  outcome: Text,
  amount: NumberOrNull,
  unit: OrNull,
  text: OrNull,
  problems: Type.Array(Type.Object({ part: OrNull, text: Text })),
  repairability: NumberOrNull,
  modularity: NumberOrNull,
  ease: NumberOrNull,
  commercial: nullable(Type.Boolean()),
  finished: OrNull,
  photos: Type.Array(Text),
})

const SuggestionInfo = Type.Object({
  ...said,
  title: Text,
  text: OrNull,
  state: Type.Union([
    Type.Literal('open'),
    Type.Literal('accepted'),
    Type.Literal('partly'),
    Type.Literal('declined'),
    Type.Literal('withdrawn'),
  ]),
  reason: OrNull,
  offers: OrNull,
  offersThing: OrNull,
})

const OutsideUseInfo = Type.Object({ ...said, by: Text, how: Text, returned: Text, text: OrNull })

const PersonRef = Type.Object({ person: Text, name: OrNull })

/** A line of a parts list: its name, and whatever else the record kind has. */
const PartLine = Type.Intersect([Type.Object({ name: Text }), Type.Record(Text, Type.Unknown())])

const Lineage = Type.Object({
  from: nullable(Type.Object({ ...VersionRef, derivation: Text, origin: OrNull })),
  forks: Type.Array(ThingRef),
  usedIn: Type.Array(ThingRef),
})

const Divergence = Type.Object({
  field: Text,
  choices: Type.Array(Type.Object({ record: Text, author: OrNull })),
})

const counts = { works: Type.Number(), partly: Type.Number(), failed: Type.Number(), byOthers: Type.Number() }

const Listed = Type.Object({ total: Type.Number({ description: 'How many there are in all' }), ...Next })

const LISTS = {
  builds: BuildInfo,
  suggestions: SuggestionInfo,
  outsideUses: OutsideUseInfo,
  forks: ThingRef,
  usedIn: ThingRef,
  comments: CommentInfo,
}

export const ListAboutQuery = request({
  list: Type.Enum(['builds', 'suggestions', 'outsideUses', 'forks', 'usedIn', 'comments']),
  ...Paging,
})

const pageOf = <List extends keyof typeof LISTS>(list: List) =>
  Type.Object({ list: Type.Literal(list), entries: Type.Array(LISTS[list]), ...Listed.properties })

export const ListAbout = Type.Union([
  pageOf('builds'),
  pageOf('suggestions'),
  pageOf('outsideUses'),
  pageOf('forks'),
  pageOf('usedIn'),
  pageOf('comments'),
])

const LicenceTerms = Type.Object(
  {
    asks: Type.Enum(['nothing', 'notice', 'weak', 'same', 'network']),
    joined: nullable(Type.Enum(['or', 'and'])),
    names: nullable(Type.Array(Text)),
  },
  { description: 'What the licence lets one do and asks for, by its code' },
)

export const ThingInfo = Type.Object({
  id: Text,
  kind: Text,
  title: Text,
  licence: OrNull,
  licenceName: OrNull,
  licenceMeaning: OrNull,
  licenceTerms: nullable(LicenceTerms),
  type: OrNull,
  description: OrNull,
  tags: Type.Array(Text),
  author: Text,
  authorName: OrNull,
  maintainers: Type.Array(PersonRef),
  contributors: Type.Array(Type.Object({ name: Text, person: OrNull, roles: Type.Array(Text) })),
  commons: Text,
  commonsName: Text,
  link: Text,
  versions: Type.Array(VersionInfo),
  heads: Type.Array(Text),
  diverged: Type.Boolean(),
  divergences: Type.Array(Divergence),
  files: nullable(Type.Array(Type.Object({ path: Text, bytes: Type.Number(), hash: Text }))),
  parts: nullable(Type.Object({ lines: Type.Array(PartLine), missing: Type.Number() })),
  derivedFrom: OrNull,
  lineage: Lineage,
  completeness: nullable(
    Type.Object({
      percent: Type.Number(),
      missing: Type.Array(Type.Object({ field: Text, why: Text })),
    }),
  ),
  built: nullable(Type.Object(counts)),
  builds: Type.Array(BuildInfo),
  suggestions: Type.Array(SuggestionInfo),
  outsideUses: Type.Array(OutsideUseInfo),
  retraction: nullable(
    Type.Object({
      by: Type.String(),
      byName: nullable(Type.String()),
      at: Type.Number(),
      note: nullable(Type.String()),
      held: Type.Number({ description: 'Nodes that were known to hold it' }),
      forgotten: Type.Number({ description: 'Those of them that say they no longer do' }),
    }),
  ),
  comments: Type.Array(CommentInfo),
  lists: Type.Object({
    builds: Listed,
    suggestions: Listed,
    outsideUses: Listed,
    forks: Listed,
    usedIn: Listed,
    comments: Listed,
  }),
  other: Type.Record(Text, Type.Unknown()),
})

/** Which version of a thing is looked at. */
export const VersionQuery = request({
  version: Type.Optional(text(200, 'Number, label or id of a version; the newest when absent')),
})

const Circles = Type.Array(Type.Array(Type.Object({ version: Text, title: OrNull })))

export const Explosion = Type.Object({
  id: Text,
  version: Text,
  title: Text,
  parts: Type.Array(
    Type.Object({
      name: Text,
      quantity: Type.Number(),
      unit: OrNull,
      good: OrNull,
      unknown: Type.Boolean(),
      missing: Type.Boolean(),
      lines: Type.Number(),
    }),
  ),
  uses: Type.Array(Type.Object({ name: Text, action: Text, quantity: Type.Number() })),
  assemblies: Type.Array(Type.Object({ version: Text, title: Text, quantity: Type.Number() })),
  circles: Circles,
  unknown: Type.Array(Text),
  cut: Type.Boolean(),
})

export const Closure = Type.Object({
  id: Text,
  version: Text,
  title: Text,
  needs: Type.Array(
    Type.Object({
      name: Text,
      kind: Type.Union([Type.Literal('part'), Type.Literal('tool')]),
      state: Type.Union([
        Type.Literal('free-design'),
        Type.Literal('not-free'),
        Type.Literal('not-here'),
        Type.Literal('no-design'),
        Type.Literal('nobody-yet'),
      ]),
      good: OrNull,
      listed: Type.Boolean(),
      level: Type.Number(),
    }),
  ),
  closed: Type.Boolean(),
  circles: Circles,
  cut: Type.Boolean(),
})

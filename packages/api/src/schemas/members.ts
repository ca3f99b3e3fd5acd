import { Type } from 'typebox'
import { CommonsName, Next, nullable, Paging, request, text } from './basics.ts'

const Text = Type.String()
const OrNull = nullable(Text)
const Who = text(200, 'The id of a person, or a name that only one has')
const Note = Type.Optional(Type.String({ maxLength: 2_000 }))

const Ref = Type.Object({ person: Text, name: OrNull })

export const BlockRequest = request({
  person: Who,
  note: Note,
  commons: Type.Optional(CommonsName),
  remove: Type.Optional(Type.Boolean()),
})

export const BlockInfo = Type.Object({
  ...Ref.properties,
  note: OrNull,
  at: Type.Number(),
  commons: nullable(Type.Array(Type.Object({ id: Text, name: Text }))),
})

export const BlockResult = Type.Object({ ...BlockInfo.properties, removed: Type.Boolean() })

export const BlocksResult = Type.Object({ blocks: Type.Array(BlockInfo), ...Next })

export const MembersQuery = request({ commons: Type.Optional(CommonsName), ...Paging })

export const MembersResult = Type.Object({
  commons: Text,
  commonsName: Text,
  public: Type.Boolean(),
  founder: nullable(Ref),
  epoch: Type.Number(),
  total: Type.Number({ description: 'How many there are in all' }),
  ...Next,
  members: Type.Array(
    Type.Object({
      ...Ref.properties,
      you: Type.Boolean(),
      founder: Type.Boolean(),
      since: nullable(Type.Number()),
      vouchedBy: Type.Array(Ref),
      blocked: Type.Boolean(),
      excluded: nullable(Type.Object({ by: Type.Array(Ref), note: OrNull })),
      proposedBy: Type.Array(Ref),
      nodes: Type.Array(Text),
    }),
  ),
})

export const ExclusionRequest = request({
  person: Who,
  commons: Type.Optional(CommonsName),
  note: Note,
})

export const ExclusionResult = Type.Object({
  ...Ref.properties,
  id: Text,
  commons: Text,
  commonsName: Text,
  public: Type.Boolean(),
  inForce: Type.Boolean(),
  by: Type.Array(Ref),
  newKey: Type.Boolean(),
})

export const NewKeyRequest = request({ commons: Type.Optional(CommonsName) })

export const NewKeyResult = Type.Object({
  commons: Text,
  commonsName: Text,
  epoch: Type.Number(),
  devices: Type.Number(),
  link: Text,
})

import { Type } from 'typebox'
import { CountText, nullable, request, text } from './basics.ts'

const Position = Type.Integer({ minimum: 0, maximum: 2 ** 31 })
const Version = Type.Integer({ minimum: 0, maximum: Number.MAX_SAFE_INTEGER })
const Client = Type.String({ pattern: '^[A-Za-z0-9_-]{1,40}$', description: 'What this editor calls itself' })
const Table = text(40, 'The table that the version is of')
const Cursor = nullable(Type.Object({ head: Position, anchor: Position }, { additionalProperties: false }))

const LiveChange = Type.Object(
  { from: Position, to: Position, insert: Type.String() },
  { additionalProperties: false, description: 'From `from` to `to` goes, `insert` comes' },
)

export const LiveUpdate = Type.Object({ client: Type.String(), changes: Type.Array(LiveChange) })

export const HereInfo = Type.Object({
  id: Type.String(),
  person: nullable(Type.String()),
  name: nullable(Type.String()),
  guest: Type.Optional(Type.String({ description: 'The name a guest gave, who is nobody in the commons' })),
  here: Type.Boolean({ description: 'At this node' }),
  via: Type.Optional(Type.String({ description: 'Who passed it on, whose word is all there is for it' })),
  cursor: Cursor,
})

export const LiveQuery = request({
  client: Client,
  table: Type.Optional(Table),
  version: Type.Optional(CountText),
})

export const LiveEvent = Type.Union([
  Type.Object({
    type: Type.Literal('text'),
    table: Type.String(),
    version: Version,
    title: Type.String(),
    text: Type.String(),
  }),
  Type.Object({ type: Type.Literal('updates'), version: Version, updates: Type.Array(LiveUpdate) }),
  Type.Object({ type: Type.Literal('beside'), version: Version }),
  Type.Object({ type: Type.Literal('here'), version: Version, people: Type.Array(HereInfo) }),
])

export const PushLive = request({
  client: Client,
  table: Table,
  version: Version,
  updates: Type.Array(Type.Array(LiveChange, { maxItems: 10_000 }), { maxItems: 1_000 }),
})

export const Pushed = Type.Object({ version: Version })

export const PointLive = request({ client: Client, table: Table, version: Version, cursor: Cursor })

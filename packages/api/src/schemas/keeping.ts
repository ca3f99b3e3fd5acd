import { Type } from 'typebox'
import { SafeFact } from './safe-fact.ts'
import { CommonsName, Next, nullable, Reference, request, text } from './basics.ts'
import { Answer } from './status.ts'

const Text = Type.String()
const Who = text(200, 'Id or name of a person or a node, or the beginning of an id')
const Amount = Type.Object({ versions: Type.Number(), bytes: Type.Number() })
const Bytes = Type.Integer({ minimum: 0, maximum: Number.MAX_SAFE_INTEGER })

export const AddKeeperRequest = request({
  who: Who,
  name: Type.Optional(text(100)),
  commons: Type.Optional(CommonsName),
})

export const KeeperResult = Type.Object({
  node: Text,
  name: Text,
  commons: Type.Array(Text),
  later: Type.Optional(Type.Boolean({ description: 'In commons that are joined later too' })),
  words: Type.Optional(Text),
})

export const WhoRequest = request({ who: Who })

export const KeepRequest = request({ who: Who, quota: Type.Optional(Bytes) })

export const LimitRequest = request({ bytes: nullable(Bytes) })

export const KeepingInfo = Type.Object({
  person: Text,
  name: nullable(Text),
  since: Type.Number(),
  commons: Type.Array(Text),
  agreed: Type.Boolean(),
  quota: nullable(Type.Number({ description: 'The most bytes of their files' })),
  held: Amount,
  missing: Amount,
  over: Amount,
})

export const Together = Type.Object({ bytes: Type.Number(), limit: nullable(Type.Number()) })

export const KeeperList = Type.Object({
  keepers: Type.Array(
    Type.Object({
      node: Text,
      name: Text,
      person: nullable(Text),
      since: Type.Number(),
      commons: Type.Array(Text),
      later: Type.Boolean({ description: 'Asked in commons that are joined later too' }),
      agreed: Type.Boolean(),
      answer: Answer,
      asOf: nullable(Type.Number({ description: 'The moment its last word is of' })),
      reason: Text,
      why: SafeFact,
      holds: nullable(Amount),
    }),
  ),
  keeping: Type.Array(KeepingInfo),
  ...Next,
  together: Together,
})

const Selector = {
  good: Type.Optional(Reference),
  tag: Type.Optional(text(100)),
  commons: Type.Optional(CommonsName),
  everything: Type.Optional(Type.Boolean()),
}

export const PinRequest = request({
  ...Selector,
  max: Type.Optional(Bytes),
  background: Type.Optional(Type.Boolean()),
})

export const UnpinRequest = request(Selector)

export const PinInfo = Type.Object({
  what: Type.Union([
    Type.Literal('good'),
    Type.Literal('tag'),
    Type.Literal('commons'),
    Type.Literal('everything'),
  ]),
  name: Text,
  id: nullable(Text),
  since: Type.Number(),
  max: nullable(Type.Number()),
  goods: Type.Number(),
  held: Amount,
  missing: Amount,
  over: Amount,
})

export const PinResult = Type.Object({ ...PinInfo.properties, fetched: Type.Number() })

export const PinList = Type.Object({ pins: Type.Array(PinInfo), ...Next })

export const ForgetRequest = request({ thing: Reference, evenIfLast: Type.Optional(Type.Boolean()) })

export const Forgotten = Type.Object({
  id: Text,
  title: Text,
  versions: Type.Number(),
  before: Type.Number({ description: 'Bytes of the store on the disk' }),
  after: Type.Number(),
  freed: Type.Number(),
  folders: Type.Array(Text),
})

export const RetractRequest = request({
  thing: Reference,
  note: Type.Optional(Type.String({ maxLength: 2000 })),
  withdraw: Type.Optional(Type.Boolean()),
})

export const RetractResult = Type.Object({ id: Text, title: Text, withdrawn: Type.Boolean() })

const StoredGood = Type.Object({
  id: Text,
  title: Text,
  yours: Type.Boolean(),
  pinned: Type.Boolean(),
  versions: Type.Number(),
  bytes: Type.Number(),
  elsewhere: Type.Number({ description: 'Other computers that are known to have the last of them' }),
})

export const StorageInfo = Type.Object({
  disk: Type.Number({ description: 'Bytes of the store on the disk' }),
  commons: Type.Array(
    Type.Object({
      id: Text,
      name: Text,
      records: Type.Number(),
      versions: Type.Number(),
      bytes: Type.Number(),
      goods: Type.Array(StoredGood),
      more: Type.Boolean(),
    }),
  ),
})

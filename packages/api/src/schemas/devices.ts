import { Type } from 'typebox'
import { nullable, request, text } from './basics.ts'
import { Code, CodeState } from './invites.ts'

/** Twenty-four words, in any of the languages they come in. */
const Words = text(1_000, 'The 24 words')

export const Device = Type.Object({
  device: Type.String(),
  name: nullable(Type.String()),
  here: Type.Boolean(),
  since: nullable(Type.Number()),
  wrote: nullable(Type.Number()),
  seen: nullable(Type.Number()),
  connected: Type.Boolean(),
  retired: nullable(Type.Number()),
  commons: Type.Array(Type.String()),
})

export const DeviceList = Type.Object({
  person: nullable(Type.String()),
  devices: Type.Array(Device),
  account: nullable(
    Type.Object({
      version: Type.Number(),
      commons: Type.Number(),
      keptBy: Type.Array(
        Type.Object({
          node: Type.String(),
          name: nullable(Type.String()),
          newest: Type.Boolean(),
          at: Type.Number(),
        }),
      ),
    }),
  ),
  restoring: nullable(Type.Object({ since: Type.Number(), tried: Type.Array(Type.String()) })),
})

export const RenameRequest = request({ device: text(200), name: text(200) })
export const Renamed = Type.Object({ device: Type.String(), name: Type.String() })

export const AddDeviceRequest = request({
  seconds: Type.Optional(Type.Integer({ minimum: 1, maximum: 86_400 })),
})
export const DeviceCode = Type.Object({
  code: Type.String(),
  state: CodeState,
  expires: Type.Number(),
  triesLeft: Type.Integer(),
  came: nullable(
    Type.Object({
      at: Type.Number(),
      own: Type.Boolean({ description: 'They have the 24 words; otherwise they have got nothing' }),
      device: nullable(Type.String()),
      name: nullable(Type.String()),
    }),
  ),
})
export const DeviceCodes = Type.Object({ codes: Type.Array(DeviceCode) })
export const CancelDeviceCode = request({ code: Code })

export const WordsRequest = request({ words: Words })
export const WordsTaken = Type.Object({ person: Type.String(), version: Type.Number() })

export const RestoreRequest = request({
  words: Words,
  code: Type.Optional(Code),
  waitMs: Type.Optional(Type.Integer({ minimum: 0, maximum: 86_400_000 })),
  from: Type.Optional(text(4_096, 'A backup, on the computer of the node')),
  files: Type.Optional(
    Type.Boolean({ description: 'Fetch the files of one’s own goods too, from those who are connected' }),
  ),
})

const FilesCount = Type.Object({ goods: Type.Number(), files: Type.Number(), bytes: Type.Number() })

export const RestoreResult = Type.Object({
  person: Type.String(),
  device: Type.String(),
  found: Type.Boolean(),
  tried: Type.Array(Type.String()),
  asOf: nullable(Type.Number()),
  name: nullable(Type.String()),
  commons: Type.Array(
    Type.Object({
      id: Type.String(),
      name: Type.String(),
      public: Type.Boolean(),
      records: Type.Number(),
      goods: Type.Number(),
      whole: Type.Union([Type.Literal('yes'), Type.Literal('no'), Type.Literal('unknown')]),
    }),
  ),
  devices: Type.Array(Device),
  missing: Type.Array(
    Type.Object({
      commons: Type.String(),
      name: Type.String(),
      device: Type.String(),
      deviceName: nullable(Type.String()),
      records: Type.Number(),
      of: Type.Number(),
      since: nullable(Type.Number()),
      until: Type.Number(),
      connected: Type.Boolean(),
    }),
  ),
  files: Type.Array(
    Type.Object({
      commons: Type.String(),
      id: Type.String(),
      title: Type.String(),
      files: Type.Number(),
      bytes: Type.Number(),
    }),
  ),
  fetched: FilesCount,
  elsewhere: FilesCount,
  writesTo: nullable(Type.String({ description: 'Null: several, and none is chosen' })),
})

export const RetireRequest = request({
  device: text(200),
  words: Type.Optional(Words),
  anyway: Type.Optional(Type.Boolean()),
})

export const Retired = Type.Object({
  device: Type.String(),
  name: nullable(Type.String()),
  byRoot: Type.Boolean(),
  commons: Type.Array(Type.Object({ id: Type.String(), name: Type.String(), records: Type.Number() })),
  refused: Type.Number(),
})

export const BackupRequest = request({
  file: text(4_096),
  withoutFiles: Type.Optional(Type.Boolean()),
})

export const VerifyRequest = request({ file: text(4_096) })

export const BackupInfo = Type.Object({
  file: Type.String(),
  bytes: Type.Number(),
  person: Type.String(),
  commons: Type.Array(Type.String()),
  asOf: Type.Number(),
  content: Type.Number(),
})

export const SplitRequest = request({
  words: Words,
  friends: Type.Integer({ minimum: 1, maximum: 255 }),
  need: Type.Integer({ minimum: 1, maximum: 255 }),
})
export const Shares = Type.Object({ shares: Type.Array(Type.String()) })
export const CombineRequest = request({ shares: Type.Array(text(4_096), { maxItems: 64 }) })
export const Combined = Type.Object({ words: Type.String() })

import { Type } from 'typebox'
import { nullable, request } from './basics.ts'

const State = {
  bytes: Type.Number({ description: 'On the disk of the mirror' }),
  quota: Type.Number(),
  full: Type.Boolean({
    description: 'Nothing more is fetched: the quota is reached, or the disk is almost full',
  }),
  diskFull: Type.Optional(
    Type.Boolean({ description: 'It is the disk; it goes on by itself when there is room' }),
  ),
  logs: Type.Number(),
  behind: nullable(Type.Number({ description: 'Blocks known to be missing; null when nobody could tell' })),
  filesWanted: Type.Number({ description: 'Files cores whose keeping was asked for' }),
  filesHeld: Type.Number(),
}

export const MirrorLinkRequest = request({ commons: Type.Optional(Type.String()) })

export const MirrorLinkInfo = Type.Object({
  id: Type.String(),
  name: Type.String(),
  link: Type.String({ description: 'Opens nothing for reading' }),
  public: Type.Boolean(),
})

export const KeepMirrorRequest = request({
  link: Type.String(),
  quota: Type.Optional(Type.Number({ description: 'Bytes' })),
})

export const KeptInfo = Type.Object({
  id: Type.String(),
  name: Type.String(),
  public: Type.Boolean(),
  ...State,
  peers: Type.Number(),
  giver: Type.String({ description: 'The node that gave the link' }),
  since: Type.Number(),
})

export const DropMirrorRequest = request({ commons: Type.String() })

export const TakenBack = Type.Object({
  id: Type.String(),
  name: Type.String(),
  at: Type.Number(),
  bytes: Type.Number(),
  by: Type.String({ description: 'The node that asked, or owner' }),
})

const MirrorInfo = Type.Object({
  commons: Type.String(),
  commonsName: Type.String(),
  node: Type.String(),
  connected: Type.Boolean(),
  at: Type.Number(),
  ...State,
  removal: Type.Union([Type.Literal('none'), Type.Literal('asked'), Type.Literal('withdrawn')]),
  oldKey: Type.Boolean({
    description: 'It was given no link since the key was changed, and carries only what was written before',
  }),
})

export const MirrorsInfo = Type.Object({
  keeps: Type.Array(KeptInfo),
  takenBack: Type.Array(TakenBack),
  mirrors: Type.Array(MirrorInfo),
})

export const RemoveMirrorRequest = request({
  commons: Type.Optional(Type.String()),
  mirror: Type.Optional(Type.String({ description: 'The node of one mirror, or how it begins' })),
})

export const MirrorRemoval = Type.Object({
  commons: Type.String(),
  commonsName: Type.String(),
  removed: Type.Array(Type.Object({ node: Type.String(), bytes: Type.Number(), all: Type.Boolean() })),
  asked: Type.Array(Type.String()),
  refused: Type.Array(Type.String()),
})

import { Type } from 'typebox'
import { CommonsInfo } from './commons.ts'
import { CommonsName, nullable, Reference, request, text } from './basics.ts'

const Code = text(60, 'A code like 7-garden-lantern')
const WaitSeconds = Type.Optional(
  Type.Integer({ minimum: 1, maximum: 3_600, description: 'How long to look for whoever made the code' }),
)

export const InviteRequest = request({
  commons: Type.Optional(CommonsName),
  thing: Type.Optional(Reference),
  seconds: Type.Optional(Type.Integer({ minimum: 1, maximum: 86_400 })),
  uses: Type.Optional(Type.Integer({ minimum: 1, maximum: 100 })),
  vouch: Type.Optional(Type.Boolean()),
})

export const InviteInfo = Type.Object({
  code: Type.String(),
  state: Type.Union([
    Type.Literal('open'),
    Type.Literal('used'),
    Type.Literal('dead'),
    Type.Literal('expired'),
    Type.Literal('cancelled'),
  ]),
  commons: Type.String(),
  commonsName: Type.String(),
  public: Type.Boolean(),
  thing: nullable(Type.Object({ id: Type.String(), title: Type.String() })),
  opens: Type.String(),
  expires: Type.Number(),
  usesLeft: Type.Integer(),
  triesLeft: Type.Integer(),
  vouches: Type.Boolean(),
  joined: Type.Array(
    Type.Object({ person: nullable(Type.String()), at: Type.Number(), vouched: Type.Boolean() }),
  ),
  words: Type.Optional(Type.String({ description: 'Said once: the 24 words of a new identity' })),
})

export const InviteList = Type.Object({ invites: Type.Array(InviteInfo) })

export const CancelInvite = request({ code: Code })

export const JoinByCode = request({ code: Code, name: Type.Optional(text(200)), waitSeconds: WaitSeconds })

export const JoinedByCode = Type.Object({
  ...CommonsInfo.properties,
  by: nullable(Type.String()),
  vouched: nullable(Type.Boolean()),
})

export const LinkByCode = request({ code: Code, waitSeconds: WaitSeconds })

export const CodeAnswer = Type.Object({ link: Type.String(), by: nullable(Type.String()) })

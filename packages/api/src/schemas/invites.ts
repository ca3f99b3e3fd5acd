import { Type } from 'typebox'
import { CommonsInfo } from './commons.ts'
import { CommonsName, nullable, Reference, request, text } from './basics.ts'

export const Code = text(60, 'A code like 7-garden-lantern')
export const CodeState = Type.Union([
  Type.Literal('open'),
  Type.Literal('used'),
  Type.Literal('dead'),
  Type.Literal('expired'),
  Type.Literal('cancelled'),
])
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
  state: CodeState,
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

const Tags = Type.Array(text(30), { maxItems: 8 })

export const ListPubliclyRequest = request({
  commons: Type.Optional(CommonsName),
  about: Type.Optional(Type.String({ maxLength: 300 })),
  tags: Type.Optional(Tags),
  place: Type.Optional(Type.String({ maxLength: 80 })),
  language: Type.Optional(Type.String({ maxLength: 16, pattern: '^[A-Za-z0-9-]*$' })),
  stop: Type.Optional(Type.Boolean({ description: 'Takes it back' })),
})

const LISTED = {
  name: Type.String(),
  about: Type.String(),
  tags: Type.Array(Type.String()),
  place: Type.String(),
  language: Type.String(),
  link: Type.String(),
}

export const ListedInfo = Type.Object({
  commons: Type.String(),
  ...LISTED,
  listed: Type.Boolean(),
  until: nullable(Type.Number()),
  words: Type.Optional(Type.String({ description: 'Said once: the 24 words of a new identity' })),
})

export const FindCommonsRequest = request({
  words: Type.Optional(Type.String({ maxLength: 200 })),
  waitSeconds: Type.Optional(Type.Integer({ minimum: 0, maximum: 60 })),
  limit: Type.Optional(Type.Integer({ minimum: 1, maximum: 200 })),
})

export const FoundCommonsAnswer = Type.Object({
  results: Type.Array(
    Type.Object({
      id: Type.String(),
      ...LISTED,
      at: Type.Number(),
      until: Type.Number(),
      trusted: Type.Boolean(),
      confirmed: Type.Boolean(),
      joined: Type.Boolean(),
      listedBy: Type.Array(Type.Object({ person: Type.String(), name: nullable(Type.String()) })),
    }),
  ),
  total: Type.Integer(),
  known: Type.Integer(),
  hidden: Type.Integer(),
})

export const JoinListed = request({ id: text(100), name: Type.Optional(text(200)) })

export const HideListed = request({ what: text(100), show: Type.Optional(Type.Boolean()) })

export const HiddenList = Type.Object({ hidden: Type.Array(Type.String()) })

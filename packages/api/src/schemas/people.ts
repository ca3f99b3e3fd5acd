import { Type } from 'typebox'
import { CommonsName, nullable, request, text } from './basics.ts'

export const ProfileRequest = request({
  name: Type.Optional(Type.String({ maxLength: 1000 })),
  about: Type.Optional(Type.String({ maxLength: 100_000 })),
})

export const Profile = Type.Object({
  person: nullable(Type.String()),
  device: nullable(Type.String()),
  name: nullable(Type.String()),
  about: nullable(Type.String()),
  words: Type.Optional(Type.String()),
})

export const VouchRequest = request({
  person: text(200),
  note: Type.Optional(Type.String({ maxLength: 10_000 })),
  commons: Type.Optional(CommonsName),
})

export const Vouched = Type.Object({ id: Type.String(), person: Type.String() })

export const ConnectRequest = request({ address: text(300, 'HOST:PORT') })

export const Connected = Type.Object({ address: Type.String(), node: Type.String() })

import { Type } from 'typebox'
import { CommonsName, request, text } from './basics.ts'

export const CommonsInfo = Type.Object({
  id: Type.String(),
  name: Type.String(),
  link: Type.String(),
  public: Type.Boolean(),
  current: Type.Boolean(),
  starter: Type.Optional(Type.Boolean()),
  outdated: Type.Optional(Type.Boolean()),
  listed: Type.Optional(
    Type.Object(
      {
        about: Type.String(),
        tags: Type.Array(Type.String()),
        place: Type.String(),
        language: Type.String(),
      },
      { description: 'Listed from this computer for everybody to find, and what is said of it' },
    ),
  ),
  words: Type.Optional(Type.String({ description: 'Said once: the 24 words of a new identity' })),
})

export const CommonsList = Type.Object({ commons: Type.Array(CommonsInfo) })

export const CreateCommons = request({ name: text(200), public: Type.Boolean() })

export const JoinCommons = request({ link: text(2048), name: Type.Optional(text(200)) })

export const UseCommons = request({ commons: CommonsName })

export const ExportedRecord = Type.Object({
  id: Type.String(),
  kind: Type.String(),
  known: Type.Boolean(),
  bytes: Type.String({ description: 'The record as it was written (CBOR), in base64' }),
})

export const Exported = Type.Object({ records: Type.Integer() })

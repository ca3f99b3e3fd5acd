import { Type } from 'typebox'
import { CommonsName, nullable, Reference, request, text } from './basics.ts'

const Heads = Type.Array(Type.String({ maxLength: 200 }), { maxItems: 10_000 })

const Splice = Type.Object({
  at: Type.Integer({ minimum: 0 }),
  remove: Type.Integer({ minimum: 0 }),
  insert: Type.String(),
})

export const CreateDraft = request({
  title: text(1000),
  text: Type.Optional(Type.String()),
  commons: Type.Optional(CommonsName),
  good: Type.Optional(Reference),
})

export const DraftInfo = Type.Object({
  id: Type.String(),
  title: Type.String(),
  link: Type.String(),
  commons: Type.String(),
  commonsName: Type.String(),
  author: Type.String(),
  authorName: nullable(Type.String()),
  at: Type.Number(),
  good: nullable(Type.String()),
  words: Type.Optional(Type.String()),
})

export const DraftList = Type.Object({ drafts: Type.Array(DraftInfo) })

export const DraftListQuery = request({ commons: Type.Optional(CommonsName) })

export const DraftText = Type.Object({
  id: Type.String(),
  title: Type.String(),
  text: Type.String(),
  heads: Type.Array(Type.String()),
})

export const EditDraft = request({ text: Type.String(), heads: Type.Optional(Heads) })

export const SpliceDraft = request({ splices: Type.Array(Splice, { maxItems: 100_000 }) })

export const Spliced = Type.Object({ heads: Type.Array(Type.String()) })

export const DraftEvent = Type.Union([
  Type.Object({ type: Type.Literal('text'), ...DraftText.properties }),
  Type.Object({
    type: Type.Literal('change'),
    splices: Type.Array(Splice),
    heads: Type.Array(Type.String()),
    by: nullable(Type.String()),
  }),
])

export const DraftHistory = Type.Object({
  changes: Type.Array(
    Type.Object({
      author: Type.String(),
      authorName: nullable(Type.String()),
      at: Type.Number(),
      ops: Type.Number(),
    }),
  ),
})

export const PublishDraft = request({
  licence: Type.Optional(text(200)),
  good: Type.Optional(Reference),
  version: Type.Optional(text(200)),
  filename: Type.Optional(text(1024)),
})

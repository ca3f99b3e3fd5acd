import { Type } from 'typebox'
import { Next, nullable, Reference, request, text } from './basics.ts'

const Text = Type.String()
const OrNull = nullable(Text)
const Line = Type.Integer({ minimum: 1, maximum: 10_000_000, description: 'From 1' })

/** Of a draft: its words or its lines. */
const passage = {
  quote: Type.Optional(
    text(100_000, 'The passage, word for word; it must be there once, or near what is said'),
  ),
  near: Type.Optional(
    Type.Integer({
      minimum: 0,
      description: 'Where it begins: of several places with these words the nearest',
    }),
  ),
  line: Type.Optional(Line),
  toLine: Type.Optional(Line),
}

const PassageNow = Type.Object({ text: Text, from: Type.Number(), to: Type.Number(), line: Type.Number() })

export const DraftCommentRequest = request({ text: text(10_000), ...passage })

export const MarkDraftRequest = request({
  ...passage,
  name: Type.Enum(['strong', 'em', 'code', 'link']),
  value: Type.Optional(
    Type.Union([text(2000, 'The address of a link'), Type.Literal(true), Type.Null()], {
      description: 'Null takes the mark off',
    }),
  ),
})

export const DraftMarked = Type.Object({
  id: Text,
  title: Text,
  name: Text,
  value: Type.Union([Text, Type.Literal(true), Type.Null()]),
  text: Text,
})

export const DraftMarks = Type.Object({
  id: Text,
  title: Text,
  marks: Type.Array(
    Type.Object({
      name: Text,
      value: Type.Union([Text, Type.Number(), Type.Boolean(), Type.Null()]),
      known: Type.Boolean(),
      now: PassageNow,
    }),
  ),
})

export const DraftCommentResult = Type.Object({ id: Text, quote: OrNull })

export const DraftComments = Type.Object({
  id: Text,
  title: Text,
  comments: Type.Array(
    Type.Object({
      id: Text,
      text: Text,
      author: Text,
      authorName: OrNull,
      at: Type.Number(),
      about: Text,
      resolved: Type.Boolean(),
      quote: OrNull,
      now: nullable(PassageNow),
    }),
  ),
  ...Next,
})

export const ResolveCommentRequest = request({ comment: Reference })

export const ResolveCommentResult = Type.Object({ id: Text, draft: Text })

export const DraftSuggestRequest = request({
  text: Text,
  heads: Type.Optional(Type.Array(Type.String({ maxLength: 200 }), { maxItems: 10_000 })),
  title: text(1000),
  why: Type.Optional(text(10_000)),
})

export const DraftSuggested = Type.Object({
  id: Text,
  draft: Text,
  draftTitle: Text,
  title: Text,
  pieces: Type.Number(),
})

const Piece = Type.Object({
  number: Type.Number(),
  state: Type.Enum(['open', 'accepted', 'declined']),
  change: nullable(
    Type.Object({
      takes: Text,
      puts: Text,
      before: Text,
      after: Text,
      from: Type.Number(),
      to: Type.Number(),
      line: Type.Number(),
      changed: Type.Boolean(),
    }),
  ),
})

export const DraftSuggestions = Type.Object({
  id: Text,
  title: Text,
  mayAnswer: Type.Boolean(),
  suggestions: Type.Array(
    Type.Object({
      id: Text,
      title: Text,
      why: OrNull,
      author: Text,
      authorName: OrNull,
      guest: OrNull,
      at: Type.Number(),
      state: Type.Enum(['open', 'accepted', 'partly', 'declined', 'withdrawn']),
      reason: OrNull,
      pieces: Type.Array(Piece),
    }),
  ),
  ...Next,
})

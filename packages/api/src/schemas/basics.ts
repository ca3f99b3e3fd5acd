import { Type, type TSchema } from 'typebox'

export const nullable = <T extends TSchema>(schema: T) => Type.Union([schema, Type.Null()])

/** An object of a request: what we don't know is an error, not silently left out. */
export const request = <P extends Record<string, TSchema>>(properties: P) =>
  Type.Object(properties, { additionalProperties: false })

export const text = (max: number, description?: string) =>
  Type.String({ minLength: 1, maxLength: max, ...(description && { description }) })

/** An id, a link, or an unambiguous beginning of an id. */
export const Reference = Type.String({
  minLength: 1,
  maxLength: 2048,
  description: 'An id, a link, or an unambiguous beginning of an id',
})

export const CommonsName = text(200, 'Id, name, or unambiguous beginning of an id of a commons')

/** A number in a query is text on the wire and stays text in the schema: nothing is converted behind one's back. */
export const CountText = Type.String({ pattern: '^[0-9]{1,9}$', description: 'A whole number' })

/** A query of a list that comes in pages. */
export const Paging = {
  limit: Type.Optional(
    Type.String({ ...CountText, description: 'At most so many entries; every list has a bound of its own' }),
  ),
  after: Type.Optional(
    Type.String({ maxLength: 4000, description: 'The `next` of the page before, of the same list' }),
  ),
}

export const PageQuery = request(Paging)

/** What an answer with a page has beside its entries. */
export const Next = {
  next: Type.Optional(
    Type.String({ description: 'What to ask `after` for the next page; absent behind the last one' }),
  ),
}

export const Ok = Type.Object({ ok: Type.Literal(true) })

export const ErrorAnswer = Type.Object({
  error: Type.Object({
    code: Type.String(),
    message: Type.String(),
    expected: Type.Optional(Type.String()),
    found: Type.Optional(Type.String()),
    hint: Type.Optional(Type.String()),
  }),
})

export const Progress = Type.Object({
  phase: Type.String(),
  done: Type.Number(),
  total: Type.Optional(Type.Number()),
  unit: Type.Union([
    Type.Literal('bytes'),
    Type.Literal('files'),
    Type.Literal('records'),
    Type.Literal('blocks'),
  ]),
  note: Type.Optional(Type.String()),
})

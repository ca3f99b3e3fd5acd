import Type from 'typebox'
import { MAX_COMMENT, MAX_MENTIONS, MAX_NAME, MAX_PART_NAME, MAX_URL } from '../limits.ts'
import { type Static, text, words } from './fields.ts'

const MAX_YEAR = 9999

const name = Type.Object({
  family: Type.Optional(text(MAX_NAME, 'Family name.')),
  given: Type.Optional(text(MAX_NAME, 'Given names.')),
  literal: Type.Optional(text(MAX_PART_NAME, 'The whole name, of an organisation say.')),
  ORCID: Type.Optional(text(MAX_URL, 'Their ORCID.')),
})

/** Year, or year and month, or year, month and day. */
const date = Type.Object({
  'date-parts': Type.Array(
    Type.Array(Type.Integer({ minimum: -MAX_YEAR, maximum: MAX_YEAR }), { maxItems: 3 }),
    {
      maxItems: 2,
      description: 'One date, or the first and the last of a span.',
    },
  ),
})

const title = (description: string) => Type.Optional(text(MAX_COMMENT, description))

/** What only a publication has: a CSL-JSON item without `id`, `title` and `abstract`, which are the good's own. */
export const publicationSchema = Type.Object(
  {
    type: words(MAX_NAME, 'The type of the item in CSL, such as "article-journal".'),
    DOI: Type.Optional(
      Type.String({
        maxLength: MAX_URL,
        pattern: '^10\\.\\d{4,9}(\\.\\d+)*/\\S+$',
        description: 'Its Digital Object Identifier, bare and in lower case.',
      }),
    ),
    author: Type.Optional(Type.Array(name, { maxItems: 5_000, description: 'Its authors.' })),
    editor: Type.Optional(Type.Array(name, { maxItems: MAX_MENTIONS, description: 'Its editors.' })),
    issued: Type.Optional(date),
    'container-title': title('The journal or book.'),
    publisher: title('Who published it.'),
    volume: Type.Optional(text(MAX_NAME, 'The volume.')),
    issue: Type.Optional(text(MAX_NAME, 'The issue.')),
    page: Type.Optional(text(MAX_NAME, 'The pages.')),
    ISSN: Type.Optional(text(MAX_NAME, 'Number of the journal.')),
    ISBN: Type.Optional(text(MAX_NAME, 'Number of the book.')),
    URL: Type.Optional(text(MAX_URL, 'Where it is on the web.')),
  },
  { description: 'What only a publication has, named as in CSL-JSON 1.0.2.' },
)

export type Publication = Static<typeof publicationSchema>

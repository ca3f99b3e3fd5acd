import { type FindQuery, type Found } from '@allmende/views'
import {
  type CommonsId,
  GOOD_TYPES,
  isAllmendeError,
  parsePersonId,
  type PersonId,
} from '@allmende/vocabulary'
import type { ActionContext, FindAnswer, FindRequest, FindResult } from './contract.ts'
import { namesIn } from './credits.ts'
import { fail } from './errors.ts'
import { hiddenThings } from './keeping/retract.ts'
import type { Parts } from './parts.ts'
import { oneOf } from './words.ts'

const DEFAULT_LIMIT = 20
const ORDERS = ['relevance', 'alive', 'newest'] as const

/** Searches all commons one has, or the one named. Throws COMMONS_…, WORD_UNKNOWN, THING_UNKNOWN for a person nobody knows. */
export async function findThings(
  parts: Parts,
  request: FindRequest,
  { signal }: ActionContext = {},
): Promise<FindAnswer> {
  const found = await parts.views.find(await queryOf(parts, request), { signal })
  return {
    total: found.total,
    results: found.results.flatMap((one) => resultOf(parts, one) ?? []),
    ...(found.next === undefined ? {} : { next: found.next }),
    ...(found.searchedFor === undefined ? {} : { searchedFor: found.searchedFor }),
    ...(found.near === undefined ? {} : { near: found.near }),
  }
}

async function queryOf(parts: Parts, request: FindRequest): Promise<FindQuery> {
  const { words, kind, licence, tag, place, builtByOthers, complete, buildableWith } = request
  const commons =
    request.commons === undefined ? undefined : (parts.book.find(request.commons).id as CommonsId)
  return {
    words,
    kind,
    licence,
    tag,
    place,
    builtByOthers,
    complete,
    commons,
    except: await hiddenThings(parts),
    needs: buildableWith && buildableWith.length > 0 ? buildableWith : undefined,
    type: request.type === undefined ? undefined : oneOf(GOOD_TYPES, request.type, 'the type of a good'),
    author: request.author === undefined ? undefined : await personCalled(parts, request.author, commons),
    order: request.order === undefined ? undefined : oneOf(ORDERS, request.order, 'the order'),
    limit: request.limit ?? DEFAULT_LIMIT,
    offset: request.offset ?? 0,
    cursor: request.after,
  }
}

/** A person by id, or by the name they gave themselves in one of the commons here. */
export async function personCalled(
  parts: Parts,
  text: string,
  commons: CommonsId | undefined,
): Promise<PersonId> {
  try {
    return parsePersonId(text.trim())
  } catch (error) {
    if (!isAllmendeError(error)) throw error
  }
  const among = commons === undefined ? parts.book.members().map(({ id }) => id) : [commons]
  const called = new Set<string>()
  for (const id of among) {
    for (const [person, name] of await namesIn(parts, id))
      if (name.toLowerCase() === text.trim().toLowerCase()) called.add(person)
  }
  const [only] = called
  if (only === undefined) throw fail('PERSON_UNKNOWN', { found: text })
  if (called.size > 1) throw fail('THING_AMBIGUOUS', { found: text, which: [...called].join(', ') })
  return only as PersonId
}

function resultOf(parts: Parts, found: Found): FindResult | null {
  const book = parts.book.get(found.commons)
  if (!book) return null
  return {
    id: found.id,
    kind: found.kind,
    title: found.title,
    licence: found.licence ?? null,
    link: parts.book.thingLink(book, found.about ?? found.id, found.kind === 'draft' ? 'draft' : 'good'),
    about: found.about ?? null,
    commons: found.commons,
    author: found.author,
    authorName: found.authorName ?? null,
    at: found.at,
    snippet: found.snippet === '' ? null : found.snippet,
    type: found.type ?? null,
    tags: found.tags,
    image: found.image ?? null,
    built: found.built ?? null,
    completeness: found.completeness ?? null,
  }
}

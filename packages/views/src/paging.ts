import { createHash } from 'node:crypto'
import { fail } from './errors.ts'

/** What is asked of a list that comes in pages. */
export interface PageAsked {
  /** At least 1; what each list gives at most is said with it. */
  limit?: number | undefined
  /** `next` of the page before, of the same list. */
  after?: string | undefined
}

/** Which list, and what it gives at most. */
export interface PagedList {
  /** Its name, and all that makes it another list: what is narrowed by, whose it is. */
  of: readonly unknown[]
  /** Entries of one page when nothing is said, and the most that may be asked for. */
  otherwise: number
  most: number
}

export interface PageOf<Item> {
  items: Item[]
  /** The cursor of the next page; nothing behind the last one. */
  next?: string
}

/** Characters of a cursor that are read: some 20 numbers and a search. */
const MAX_CURSOR = 4_000

/**
 * A cursor is the place where a page ended, not a list that is kept for whoever asked: it outlives a restart, and costs nothing.
 * It says which list it is of. Who reads one back judges the place: it comes from outside.
 */
export function writeCursor(of: readonly unknown[], place: readonly unknown[]): string {
  return Buffer.from(JSON.stringify([markOf(of), ...place])).toString('base64url')
}

/** Which list a query makes, of such a name: what is said in it in any order, nothing of what is left out. */
export function narrowedList(name: string, narrowed: object): unknown[] {
  const said = Object.entries(narrowed).filter(([, value]) => value !== undefined)
  return [name, ...said.sort(([a], [b]) => (a < b ? -1 : 1))]
}

/** The place in a cursor. Throws `VIEWS_CURSOR` for what we didn't write, or wrote for another list. */
export function readCursor(of: readonly unknown[], text: string): unknown[] {
  const [mark, ...place] = parsed(text)
  if (typeof mark !== 'string') throw notOurs(text)
  if (mark !== markOf(of)) throw notOurs(text, 'the "next" of a page of the same list')
  return place
}

/** For a place that can't be one. */
export function notOurs(text: string, expected = 'the "next" of the page before'): Error {
  return fail('VIEWS_CURSOR', { found: text.slice(0, 100), expected })
}

/** What an entry is sorted by: numbers before texts, each in its order. No two of a list have the same, and an entry keeps its own. */
export type Key = readonly (number | string)[]

/**
 * One page of a list that is there as a whole, sorted by key. As entries keep their keys, what arrives or goes meanwhile
 * shifts nothing: none comes twice, and none is left out. Throws `VIEWS_CURSOR`, `VIEWS_PAGE`.
 */
export function pageOf<Item>(
  items: readonly Item[],
  asked: PageAsked,
  list: PagedList & { key: (item: Item) => Key },
): PageOf<Item> {
  const limit = limitOf(asked, list)
  const from = asked.after === undefined ? null : keyIn(asked.after, list.of)
  const keyed = items.map((item) => ({ item, key: list.key(item) }))
  const behind = from === null ? keyed : keyed.filter(({ key }) => compare(key, from) > 0)
  const page = behind.sort((a, b) => compare(a.key, b.key)).slice(0, limit)
  const last = page.at(-1)
  return {
    items: page.map(({ item }) => item),
    ...(last !== undefined && behind.length > limit && { next: writeCursor(list.of, last.key) }),
  }
}

/**
 * One page of a list whose order only its maker knows, but which never changes the order of any two entries: goes on behind the
 * entry of that name. Throws also when that is gone.
 */
export function pageBehind<Item>(
  items: readonly Item[],
  asked: PageAsked,
  list: PagedList & { name: (item: Item) => string },
): PageOf<Item> {
  const limit = limitOf(asked, list)
  const start = asked.after === undefined ? 0 : placeBehind(items, asked.after, list)
  const page = items.slice(start, start + limit)
  const last = page.at(-1)
  return {
    items: page,
    ...(last !== undefined &&
      start + limit < items.length && { next: writeCursor(list.of, [list.name(last)]) }),
  }
}

function placeBehind<Item>(
  items: readonly Item[],
  text: string,
  { of, name }: PagedList & { name: (item: Item) => string },
): number {
  const [wanted] = readCursor(of, text)
  const at = items.findIndex((item) => name(item) === wanted)
  if (at < 0) throw notOurs(text, 'the "next" of a page whose last entry is still there')
  return at + 1
}

function limitOf({ limit }: PageAsked, { otherwise, most }: PagedList): number {
  return pageNumber('limit', limit, { least: 1, most, otherwise })
}

function keyIn(text: string, of: readonly unknown[]): Key {
  const place = readCursor(of, text)
  const isPart = (part: unknown) =>
    typeof part === 'string' || (typeof part === 'number' && Number.isFinite(part))
  if (place.length === 0 || !place.every(isPart)) throw notOurs(text)
  return place as Key
}

function compare(a: Key, b: Key): number {
  for (let at = 0; at < a.length && at < b.length; at++) {
    const [one, other] = [a[at]!, b[at]!]
    if (one === other) continue
    if (typeof one !== typeof other) return typeof one === 'number' ? -1 : 1
    return one < other ? -1 : 1
  }
  return a.length - b.length
}

function parsed(text: string): unknown[] {
  try {
    if (text.length > MAX_CURSOR) return []
    const value: unknown = JSON.parse(Buffer.from(text, 'base64url').toString())
    return Array.isArray(value) ? value : []
  } catch {
    return []
  }
}

function markOf(of: readonly unknown[]): string {
  return createHash('sha256').update(JSON.stringify(of)).digest('base64url').slice(0, 8)
}

/** Holds a number of a page request to its bounds. Throws `VIEWS_PAGE`. */
export function pageNumber(
  name: string,
  value: number | undefined,
  bounds: { least: number; most: number; otherwise: number },
): number {
  const found = value ?? bounds.otherwise
  if (Number.isInteger(found) && found >= bounds.least && found <= bounds.most) return found
  throw fail('VIEWS_PAGE', { name, least: bounds.least, most: bounds.most, found: String(found) })
}

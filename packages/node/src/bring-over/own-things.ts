import type { Thing } from '@allmende/views'
import type { OpenCommons } from '../commons-book.ts'
import { fail } from '../errors.ts'
import { locateThing } from '../locate-thing.ts'
import type { Parts } from '../parts.ts'

const KINDS = ['good', 'draft'] as const
const PAGE = 200

/** What of a commons one may carry elsewhere, and what only somebody else can. */
export type Sorted = { readonly own: Thing[]; readonly others: Thing[] }

/**
 * The goods and drafts of a commons, or those named: one's own, older ones first so that what others rest on comes before
 * them. What others began is theirs to carry: it would speak with one's own name. Throws THING_UNKNOWN, BRING_ELSEWHERE.
 */
export async function ownThings(
  parts: Parts,
  from: OpenCommons,
  named: readonly string[] | undefined,
): Promise<Sorted> {
  const things = named?.length ? await thingsNamed(parts, from, named) : await allThings(parts, from)
  const self = parts.logs.identity?.person
  const oldestFirst = things.toSorted((a, b) => a.at - b.at)
  return {
    own: oldestFirst.filter(({ author }) => author === self),
    others: oldestFirst.filter(({ author }) => author !== self),
  }
}

async function thingsNamed(parts: Parts, from: OpenCommons, named: readonly string[]): Promise<Thing[]> {
  const things: Thing[] = []
  for (const reference of named) {
    const { commons, thing } = await locateThing(parts, reference, {})
    if (commons.id !== from.id)
      throw fail('BRING_ELSEWHERE', {
        title: thing.title,
        found: commons.entry.name,
        expected: from.entry.name,
      })
    things.push(thing)
  }
  return things
}

async function allThings(parts: Parts, { id }: OpenCommons): Promise<Thing[]> {
  const things: Thing[] = []
  for (const kind of KINDS) {
    let cursor: string | undefined
    do {
      const page = await parts.views.list({ commons: id, kind, limit: PAGE, cursor })
      for (const item of page.items) {
        const thing = await parts.views.show(item.id)
        if (thing) things.push(thing)
      }
      cursor = page.next
    } while (cursor !== undefined)
  }
  return things
}

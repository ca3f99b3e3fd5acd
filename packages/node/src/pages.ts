import type { AboutItems, AboutList } from '@allmende/views'
import type { RecordId } from '@allmende/vocabulary'
import type { Parts } from './parts.ts'

/**
 * Entries of a page where nothing is said, and the most that may be asked for at once. An answer of so many is some hundred kilobytes, and
 * read at once by nobody.
 */
export const PAGE = { otherwise: 1_000, most: 1_000 } as const

/** Changes of a draft come by more: each is a short line, and who goes back in a history wants all of it. */
export const CHANGES_PAGE = { otherwise: 10_000, most: 10_000 } as const

const STEP = 200

/** Everything in one of the lists of a thing, fetched as it is read: who looks for one of them may stop. */
export async function* everyAbout<List extends AboutList>(
  { views }: Pick<Parts, 'views'>,
  thing: RecordId,
  list: List,
  { everywhere = false }: { everywhere?: boolean } = {},
): AsyncGenerator<AboutItems[List]> {
  let cursor: string | undefined
  do {
    const page = await views.aboutPage(thing, list, { limit: STEP, cursor, everywhere })
    yield* page?.items ?? []
    cursor = page?.next
  } while (cursor !== undefined)
}

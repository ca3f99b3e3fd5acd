/** Lists that come in pages. Plain data: it crosses HTTP as it is. */
import type { BuildInfo, CommentInfo, OutsideUseInfo, SuggestionInfo, ThingRef } from './contract-things.ts'

/** What may be asked of any list that can grow. */
export type PageRequest = {
  /** At most so many entries; each list has a bound of its own, which also holds when nothing is said. */
  readonly limit?: number
  /** `next` of the answer before, of the same list: goes on from its last entry, whatever has come or gone since. */
  readonly after?: string
}

/** What an answer with a page has beside its entries. */
export type Paged = {
  /** What to ask `after` for the next page; nothing behind the last one. */
  readonly next?: string
}

/** What stands in each of the lists of a thing that others make longer. */
export type ThingListEntries = {
  readonly builds: BuildInfo
  readonly suggestions: SuggestionInfo
  readonly outsideUses: OutsideUseInfo
  readonly forks: ThingRef
  readonly usedIn: ThingRef
  readonly comments: CommentInfo
}

export type ThingListName = keyof ThingListEntries

/** How long each of these lists is in all, and where those that are shown in part go on. */
export type ThingLists = { readonly [List in ThingListName]: Paged & { readonly total: number } }

export type ThingListRequest = PageRequest & {
  readonly thing: string
  readonly list: ThingListName
}

/** A page of one of them: the last changed first, comments oldest first. */
export type ThingListPage = {
  readonly [List in ThingListName]: Paged & {
    readonly list: List
    readonly entries: readonly ThingListEntries[List][]
    readonly total: number
  }
}[ThingListName]

export interface Listing {
  /** A page of what others wrote about a thing, or made of it. */
  listAbout(request: ThingListRequest): Promise<ThingListPage>
}

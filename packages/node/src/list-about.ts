import type { AboutItems } from '@allmende/views'
import type { ThingListEntries, ThingListName, ThingListPage, ThingListRequest } from './contract.ts'
import { type Located, locateThing } from './locate-thing.ts'
import type { Parts } from './parts.ts'
import { buildInfo, commentInfo, outsideUseInfo, suggestionInfo, thingRef } from './show-about.ts'
import { SHOWABLE } from './show-thing.ts'

type Show = { readonly [List in ThingListName]: (item: AboutItems[List]) => ThingListEntries[List] }

/** A page of what others wrote about a thing, or made of it. Throws THING_…, VIEWS_CURSOR, VIEWS_PAGE. */
export async function listAbout(
  parts: Parts,
  { thing: reference, list, limit, after }: ThingListRequest,
): Promise<ThingListPage> {
  const { thing } = await locateThing(parts, reference, {}, { wait: false }, SHOWABLE)
  const page = await parts.views.aboutPage(thing.id, list, { limit, cursor: after, everywhere: true })
  const show = showers(thing)[list] as (item: AboutItems[ThingListName]) => never
  return {
    list,
    entries: (page?.items ?? []).map(show),
    total: page?.total ?? 0,
    ...(page?.next !== undefined && { next: page.next }),
  } as ThingListPage
}

function showers(thing: Located['thing']): Show {
  return {
    builds: (build) => buildInfo(thing, build),
    suggestions: suggestionInfo,
    outsideUses: outsideUseInfo,
    forks: thingRef,
    usedIn: thingRef,
    comments: commentInfo,
  }
}

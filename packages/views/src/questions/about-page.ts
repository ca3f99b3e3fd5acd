import type { RecordId } from '@allmende/vocabulary'
import type { AboutItems, AboutList, AboutPage, AboutPageQuery } from '../contract.ts'
import type { GatheredThing } from '../thing-records.ts'
import { createListedThing, createPageOfList, createViews, type NamerList } from './about.ts'
import { createComments } from './comments.ts'
import { createNamedThing } from './gather.ts'
import type { QuestionParts } from './parts.ts'

/** Answers `aboutPage`: one of the lists of `about`, or the comments, from a cursor on. */
export function createAboutPage(
  parts: QuestionParts,
): (id: RecordId, list: AboutList, query?: AboutPageQuery) => AboutPage<AboutItems[AboutList]> | null {
  const named = createNamedThing(parts)
  const pageOfList = createPageOfList(parts)
  const comments = createComments(parts)
  const viewsOf = createItems(parts)

  return (id, list, query = {}) => {
    const thing = named(id)
    if (thing === null) return null
    if (list === 'comments') return comments(thing, query)
    const { all, page, ...next } = pageOfList(thing, list, query)
    return { items: viewsOf(thing, list, page), total: all.length, ...next }
  }
}

function createItems(parts: QuestionParts) {
  const views = createViews(parts)
  const listed = createListedThing(parts)
  return (thing: GatheredThing, list: NamerList, numbers: readonly number[]): AboutItems[AboutList][] => {
    if (list === 'builds') return views.builds(thing, numbers)
    if (list === 'suggestions') return views.suggestions(thing, numbers)
    if (list === 'outsideUses') return views.outsideUses(numbers)
    return listed(numbers)
  }
}

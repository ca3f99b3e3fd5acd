import type {
  About,
  BuildView,
  CommentView,
  Listed,
  OutsideUseView,
  SuggestionView,
  Thing,
} from '@allmende/views'
import type { FileEntry } from '@allmende/vocabulary'
import { numberOf } from './choose-version.ts'
import type {
  BuildInfo,
  CommentInfo,
  OutsideUseInfo,
  SuggestionInfo,
  ThingListName,
  ThingLists,
  ThingRef,
} from './contract.ts'

/** What others wrote about a thing, in the form it is shown in. */
export type AboutInfo = {
  readonly builds: readonly BuildInfo[]
  readonly suggestions: readonly SuggestionInfo[]
  readonly outsideUses: readonly OutsideUseInfo[]
  readonly forks: readonly ThingRef[]
  readonly usedIn: readonly ThingRef[]
}

export const NOTHING_ABOUT: AboutInfo = {
  builds: [],
  suggestions: [],
  outsideUses: [],
  forks: [],
  usedIn: [],
}

export function aboutInfo(thing: Thing, about: About): AboutInfo {
  return {
    builds: about.builds.map((build) => buildInfo(thing, build)),
    suggestions: about.suggestions.map(suggestionInfo),
    outsideUses: about.outsideUses.map(outsideUseInfo),
    forks: about.forks.map(thingRef),
    usedIn: about.usedIn.map(thingRef),
  }
}

/** How long each list is in all, and where it goes on. */
export function listsOf({ commentCount, nextComments }: Thing, about: About | null): ThingLists {
  const list = (name: Exclude<ThingListName, 'comments'>) => ({
    total: about?.counts[name] ?? 0,
    ...goesOn(about?.next[name]),
  })
  return {
    builds: list('builds'),
    suggestions: list('suggestions'),
    outsideUses: list('outsideUses'),
    forks: list('forks'),
    usedIn: list('usedIn'),
    comments: { total: commentCount, ...goesOn(nextComments) },
  }
}

function goesOn(next: string | undefined): { next?: string } {
  return next === undefined ? {} : { next }
}

export function suggestionInfo(one: SuggestionView): SuggestionInfo {
  return {
    id: one.id,
    title: one.title,
    text: one.text ?? null,
    author: one.author,
    authorName: one.authorName ?? null,
    at: one.at,
    state: one.state,
    reason: one.reason ?? null,
    offers: one.offers ?? null,
    offersThing: one.offersThing ?? null,
  }
}

export function outsideUseInfo(use: OutsideUseView): OutsideUseInfo {
  return {
    id: use.id,
    by: use.by,
    how: use.how,
    returned: use.returned,
    text: use.text ?? null,
    author: use.author,
    authorName: use.authorName ?? null,
    at: use.at,
  }
}

export function commentInfo({ id, text, author, authorName, at }: CommentView): CommentInfo {
  return { id, text, author, authorName: authorName ?? null, at }
}

export function thingRef({ id, kind, title, author, authorName, at }: Listed): ThingRef {
  return { id, kind, title, author, authorName: authorName ?? null, at }
}

export function buildInfo(thing: Thing, build: BuildView): BuildInfo {
  return {
    id: build.id,
    version: build.version,
    number: numberOf(thing, build.version),
    author: build.author,
    authorName: build.authorName ?? null,
    byOther: build.byOther,
    at: build.at,
    outcome: build.outcome,
    amount: build.amount ?? null,
    unit: build.unit ?? null,
    text: build.text ?? null,
    problems: build.problems.map(({ part, text }) => ({ part: part ?? null, text })),
    repairability: build.ratings.repairability ?? null,
    modularity: build.ratings.modularity ?? null,
    ease: build.ratings.ease ?? null,
    commercial: build.commercial ?? null,
    finished: build.finished ?? null,
    photos: (build.files?.entries ?? []).map(({ path }: FileEntry) => path),
  }
}

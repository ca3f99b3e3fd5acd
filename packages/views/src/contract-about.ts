import type { CommonsId, FileList, Outcome, PartLine, PersonId, RecordId } from '@allmende/vocabulary'
import type { Explosion } from '@allmende/rules'
import type { CommentView, Listed } from './contract.ts'

/** Somebody built a good. */
export interface BuildView {
  id: RecordId
  /** The exact version that was built. */
  version: RecordId
  author: PersonId
  authorName?: string
  at: number
  outcome: Outcome
  /** True if its author neither made nor tends the good. */
  byOther: boolean
  amount?: number
  unit?: string
  text?: string
  problems: { part?: string; text: string }[]
  /** 1 to 5 each. */
  ratings: { repairability?: number; modularity?: number; ease?: number }
  commercial?: boolean
  finished?: string
  files?: FileList
  image?: string
  /** All fields as merged. */
  fields: Record<string, unknown>
}

/** `withdrawn` only as long as nobody answered; `partly` when of several pieces some were taken in and others not, or not yet. */
export type SuggestionState = 'open' | 'accepted' | 'partly' | 'declined' | 'withdrawn'

/** An offered change of a draft, by its hash in hexadecimal, and what was answered. */
export interface PieceView {
  hash: string
  state: 'open' | 'accepted' | 'declined'
}

export interface SuggestionView {
  id: RecordId
  about: RecordId
  author: PersonId
  authorName?: string
  at: number
  title: string
  text?: string
  /** The version that has the change. */
  offers?: RecordId
  /** The thing that is a version of, if it is here. */
  offersThing?: RecordId
  /** What it is made of, for a draft. */
  pieces: PieceView[]
  withdrawn: boolean
  state: SuggestionState
  /** The answer, if there is one. */
  reason?: string
  settledBy?: PersonId
  settledAt?: number
}

export interface OutsideUseView {
  id: RecordId
  /** The good or its exact version. */
  about: RecordId
  author: PersonId
  authorName?: string
  at: number
  by: string
  how: string
  returned: string
  text?: string
  evidence?: string
  fields: Record<string, unknown>
}

export interface AboutQuery {
  /** Entries of each list, 1 to 200; 50 when absent. The counts are of all. */
  limit?: number | undefined
  /** Forks and uses in other commons of this home too: not for showing to others. */
  everywhere?: boolean | undefined
}

/** What others wrote about a thing and made of it; the newest of each first. */
export interface About {
  builds: BuildView[]
  suggestions: SuggestionView[]
  /** Goods derived from it. */
  forks: Listed[]
  /** Goods whose parts list, as it is now, names it. */
  usedIn: Listed[]
  /** Things that took in a version of it. */
  mergedInto: Listed[]
  outsideUses: OutsideUseView[]
  counts: {
    builds: number
    works: number
    partly: number
    failed: number
    suggestions: number
    open: number
    forks: number
    usedIn: number
    mergedInto: number
    outsideUses: number
  }
  /** Of each list that has more: the cursor for `aboutPage`. */
  next: { [List in Exclude<AboutList, 'comments'>]?: string }
}

/** What stands in each of the lists that a thing has: those of `About`, and its comments. */
export interface AboutItems {
  builds: BuildView
  suggestions: SuggestionView
  forks: Listed
  usedIn: Listed
  mergedInto: Listed
  outsideUses: OutsideUseView
  comments: CommentView
}

export type AboutList = keyof AboutItems

export interface AboutPageQuery {
  /** 1 to 200, 50 when absent; comments 1 to 1,000, and all of these when absent. */
  limit?: number | undefined
  /** `next` of the page before, of the same list. */
  cursor?: string | undefined
  /** As in `AboutQuery`. */
  everywhere?: boolean | undefined
}

/** A page of one list: what changed last first, comments oldest first. */
export interface AboutPage<Item> {
  items: Item[]
  /** How many there are in all, whatever the page. */
  total: number
  next?: string
}

/** The parts list of a good as of a version. */
export interface PartsView {
  /** In their order; those of `more` records behind. */
  lines: PartLine[]
  /** `more` records that are not here, or are none. */
  missing: RecordId[]
}

/** What a parts list comes to when it is followed through its sub-assemblies. */
export interface ExplosionView extends Explosion {
  /** Records with more lines of one of the lists that are not here: what they say is not counted. */
  missing: RecordId[]
}

/** A version with the versions it came from. */
export interface VersionParents {
  id: RecordId
  /** The thing it is a version of; absent if the version isn't here. */
  thing?: RecordId
  commons?: CommonsId
  title?: string
  label?: string
  author?: PersonId
  at?: number
  /** Versions of its thing directly before it, what the thing was derived from, and what it took in. */
  parents: RecordId[]
  /** False for a version that something names and that isn't here. */
  here: boolean
}

export interface Lineage {
  thing: RecordId
  /**
   * All versions of the thing, and of all things that these came from: enough for a merge base. Those of one thing stand
   * together, oldest first, the asked thing first.
   */
  versions: VersionParents[]
  /** True if there are more than are given. */
  more: boolean
}

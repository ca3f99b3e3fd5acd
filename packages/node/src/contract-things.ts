/** What is found and shown. Plain data: it crosses HTTP as it is. */
import type { LicenceTerms } from '@allmende/rules'
import type { RetractionInfo } from './contract-keeping.ts'
import type { ThingLists } from './contract-pages.ts'

export type FindRequest = {
  readonly words?: string
  readonly commons?: string
  readonly kind?: string
  readonly licence?: string
  /** What sort of good: design, software … */
  readonly type?: string
  readonly tag?: string
  /** A person: their id or name. */
  readonly author?: string
  readonly place?: string
  /** Only goods that somebody else than the author has built and found to work. */
  readonly builtByOthers?: boolean
  /** Only goods at least so complete, in percent. */
  readonly complete?: number
  /** Only designs that need no other tools than these. */
  readonly buildableWith?: readonly string[]
  readonly order?: 'relevance' | 'alive' | 'newest'
  readonly limit?: number
  /** Results to be left out, from the beginning or from `after` on. */
  readonly offset?: number
  /** `next` of the answer before, of the same search: goes on from its last result, whatever has arrived since. */
  readonly after?: string
}

/** How often a good was built, as those say who did. */
export type BuiltCounts = {
  readonly works: number
  readonly partly: number
  readonly failed: number
  /** Of all of them, those by somebody else than the author. */
  readonly byOthers: number
}

export type FindResult = {
  readonly id: string
  readonly kind: string
  readonly title: string
  readonly licence: string | null
  readonly link: string
  /** For a comment, build, suggestion or use outside: the id of what it is about. */
  readonly about: string | null
  readonly commons: string
  readonly author: string
  readonly authorName: string | null
  readonly at: number
  readonly snippet: string | null
  readonly type: string | null
  readonly tags: readonly string[]
  /** Path of the picture to show in lists. */
  readonly image: string | null
  readonly built: { readonly works: number; readonly byOthers: number } | null
  readonly completeness: number | null
}

export type FindAnswer = {
  readonly results: readonly FindResult[]
  /** How many there are in all, whatever the page. */
  readonly total: number
  /** What to ask `after` for the next page; nothing behind the last one. */
  readonly next?: string
  /** Nothing has the words as they were typed; this was searched for instead. */
  readonly searchedFor?: string
  /** Words that are there and look like those typed. */
  readonly near?: readonly string[]
}

export type VersionInfo = {
  readonly id: string
  /** From 1, in the order every node computes alike. */
  readonly number: number
  readonly label: string | null
  readonly at: number
  readonly author: string
  readonly authorName: string | null
  readonly files: number
  readonly bytes: number
  /** Nodes known to hold all files of this version, this one included when it does. */
  readonly holders: number
  readonly heldHere: boolean
  /** Versions of other goods that this one took in. */
  readonly merges: readonly VersionRef[]
  /** Builds of this very version. */
  readonly builds: number
}

/** A version of some good, as far as it is known here. */
export type VersionRef = {
  readonly version: string
  /** Null when its records are not here. */
  readonly id: string | null
  readonly title: string | null
  readonly number: number | null
  readonly author: string | null
  readonly authorName: string | null
}

export type CommentInfo = {
  readonly id: string
  readonly text: string
  readonly author: string
  readonly authorName: string | null
  readonly at: number
}

export type FileInfo = { readonly path: string; readonly bytes: number; readonly hash: string }

export type ThingRef = {
  readonly id: string
  readonly kind: string
  readonly title: string
  readonly author: string
  readonly authorName: string | null
  readonly at: number
}

export type PersonRef = { readonly person: string; readonly name: string | null }

/** Somebody who has a part in a good. */
export type ContributorInfo = {
  readonly name: string
  readonly person: string | null
  readonly roles: readonly string[]
}

export type BuildInfo = {
  readonly id: string
  /** The version that was built. */
  readonly version: string
  readonly number: number | null
  readonly author: string
  readonly authorName: string | null
  /** Whether it is somebody else than the good's author. */
  readonly byOther: boolean
  readonly at: number
  readonly outcome: string
  readonly amount: number | null
  readonly unit: string | null
  readonly text: string | null
  readonly problems: readonly { readonly part: string | null; readonly text: string }[]
  readonly repairability: number | null
  readonly modularity: number | null
  readonly ease: number | null
  readonly commercial: boolean | null
  readonly finished: string | null
  readonly photos: readonly string[]
}

export type SuggestionInfo = {
  readonly id: string
  readonly title: string
  readonly text: string | null
  readonly author: string
  readonly authorName: string | null
  readonly at: number
  readonly state: 'open' | 'accepted' | 'partly' | 'declined' | 'withdrawn'
  readonly reason: string | null
  /** The version of a fork that has the change. */
  readonly offers: string | null
  /** The fork. */
  readonly offersThing: string | null
}

export type OutsideUseInfo = {
  readonly id: string
  readonly by: string
  readonly how: string
  readonly returned: string
  readonly text: string | null
  readonly author: string
  readonly authorName: string | null
  readonly at: number
}

/** A line of a parts list, with the fields of the record kind. */
export type PartInfo = { readonly name: string } & Readonly<Record<string, unknown>>

export type PartsInfo = {
  readonly lines: readonly PartInfo[]
  /** Records of the list that are not here. */
  readonly missing: number
}

/** A field that was set apart to different values. */
export type DivergenceInfo = {
  readonly field: string
  /** The last is the one that is shown meanwhile. */
  readonly choices: readonly { readonly record: string; readonly author: string | null }[]
}

export type CompletenessInfo = {
  /** 0 to 100. */
  readonly percent: number
  /** What is missing, the weightiest first. */
  readonly missing: readonly { readonly field: string; readonly why: string }[]
}

export type LineageInfo = {
  /** What it was made from, if from another good. */
  readonly from: (VersionRef & { readonly derivation: string; readonly origin: string | null }) | null
  readonly forks: readonly ThingRef[]
  readonly usedIn: readonly ThingRef[]
}

export type ThingInfo = {
  readonly id: string
  readonly kind: string
  readonly title: string
  readonly licence: string | null
  readonly licenceName: string | null
  /** What the licence lets one do and asks for, in a line. */
  readonly licenceMeaning: string | null
  /** The same for a page that says it in its own language. */
  readonly licenceTerms: LicenceTerms | null
  readonly type: string | null
  readonly description: string | null
  readonly tags: readonly string[]
  readonly author: string
  readonly authorName: string | null
  readonly maintainers: readonly PersonRef[]
  readonly contributors: readonly ContributorInfo[]
  readonly commons: string
  readonly commonsName: string
  readonly link: string
  readonly versions: readonly VersionInfo[]
  /** More than one when people changed it apart and nobody has settled it yet. */
  readonly heads: readonly string[]
  readonly diverged: boolean
  readonly divergences: readonly DivergenceInfo[]
  /** Of the newest version. Null when the list is not here and nobody who has it is connected. */
  readonly files: readonly FileInfo[] | null
  readonly parts: PartsInfo | null
  readonly derivedFrom: string | null
  readonly lineage: LineageInfo
  readonly completeness: CompletenessInfo | null
  readonly built: BuiltCounts | null
  readonly builds: readonly BuildInfo[]
  readonly suggestions: readonly SuggestionInfo[]
  readonly outsideUses: readonly OutsideUseInfo[]
  readonly comments: readonly CommentInfo[]
  /** How long the lists above are in all. Of each, 100 are shown, of comments 1,000: `listAbout` goes on. */
  readonly lists: ThingLists
  /** Set when its author, or somebody who tends it, asks all others to forget it. */
  readonly retraction: RetractionInfo | null
  /** Fields of the record that have no place of their own here, as they came. */
  readonly other: Readonly<Record<string, unknown>>
}

/** What is done around a good that is there: forks, changes taken over and offered, builds, uses. Plain data. */
import type { ActionContext } from './contract.ts'
import type { Comparing } from './contract-compare.ts'

export type * from './contract-compare.ts'

export type ForkRequest = {
  readonly good: string
  /** By number, label or id; the newest when absent. */
  readonly version?: string
  readonly title?: string
  readonly commons?: string
  /** A folder for its files. One that is a working copy of the good already is kept as it is. */
  readonly to?: string
  /** How it comes from the original: `changed` when absent. */
  readonly as?: string
  /** Another licence than the original's, if that lets one. */
  readonly licence?: string
  /** Whether the licences fit was looked at by the person; needed only where it isn't known here. */
  readonly licenceChecked?: boolean
}

export type ForkResult = {
  readonly id: string
  readonly link: string
  readonly version: string
  readonly title: string
  readonly licence: string
  readonly files: number
  readonly bytes: number
  readonly commons: string
  readonly commonsName: string
  readonly public: boolean
  readonly derivedFrom: string
  readonly derivation: string
  /** Bytes of content that had to be stored anew: none within one commons. */
  readonly stored: number
  /** The folder with its files, if one was asked for. */
  readonly path: string | null
  readonly words?: string
}

/** What became of one file, line or field where two sides were brought together. */
export type MergedFile = {
  readonly path: string
  /** `taken`: as the other side has it; `removed`; `merged`: both texts in one; `conflict`: a person has to look. */
  readonly what: 'taken' | 'removed' | 'merged' | 'conflict'
  readonly note: string | null
}

export type MergeReport = {
  /** The version both sides come from; null when none is known. */
  readonly base: string | null
  readonly files: readonly MergedFile[]
  /** Lines of the parts list that changed. */
  readonly parts: { readonly changed: number; readonly conflicts: readonly string[] }
  readonly fields: { readonly taken: readonly string[]; readonly conflicts: readonly string[] }
  readonly conflicts: number
  /** Bytes of content that came over the network. */
  readonly fetched: number
}

export type PullRequest = {
  readonly fork: string
  /** This version of the original instead of the newest. */
  readonly version?: string
  /** Only says what would be. */
  readonly dryRun?: boolean
  readonly licenceChecked?: boolean
}

export type PullResult = {
  readonly id: string
  readonly title: string
  /** The version that was written; null when there was nothing to do, or nothing was to be done. */
  readonly version: string | null
  readonly upToDate: boolean
  readonly from: { readonly id: string; readonly version: string; readonly title: string }
  readonly report: MergeReport
}

export type SuggestRequest = {
  readonly fork: string
  /** The good that is to change; the one the fork was made from when absent. */
  readonly to?: string
  readonly title: string
  readonly text?: string
}

export type SuggestResult = {
  readonly id: string
  readonly about: string
  readonly aboutTitle: string
  readonly offers: string
  readonly title: string
  readonly words?: string
}

export type AcceptRequest = {
  /** A suggestion; or a version of a good that stands diverged, to go on from. */
  readonly reference: string
  /** With a good that stands diverged: the version, by number, label or id. */
  readonly version?: string
  /** Of a suggestion for a draft only these pieces, as it counts them, from 1; all that are open when absent. */
  readonly pieces?: readonly number[]
  readonly reason?: string
  readonly licenceChecked?: boolean
  /** Take it in although texts conflict: both are kept, marked. */
  readonly withConflicts?: boolean
}

export type AcceptResult = {
  readonly id: string
  readonly title: string
  readonly version: string
  readonly suggestion: string | null
  readonly by: string | null
  readonly byName: string | null
  /** How many pieces of a suggestion for a draft. */
  readonly pieces?: number
  readonly report: MergeReport
}

export type DeclineRequest = {
  readonly suggestion: string
  readonly reason: string
  /** Of a suggestion for a draft only these pieces; all that are open when absent. */
  readonly pieces?: readonly number[]
}

export type DeclineResult = {
  readonly id: string
  readonly title: string
  readonly suggestion: string
  readonly reason: string
}

export type WithdrawResult = { readonly id: string; readonly title: string; readonly suggestion: string }

export type BuildRequest = {
  readonly good: string
  readonly version?: string
  readonly outcome: string
  readonly title?: string
  readonly amount?: number
  readonly unit?: string
  readonly text?: string
  readonly problems?: readonly { readonly part?: string; readonly text: string }[]
  readonly changes?: string
  readonly equipment?: readonly string[]
  readonly materials?: readonly {
    readonly name: string
    readonly quantity?: number
    readonly unit?: string
  }[]
  /** Hours of work. */
  readonly effort?: number
  readonly repairability?: number
  readonly modularity?: number
  readonly ease?: number
  readonly commercial?: boolean
  readonly place?: string
  readonly finished?: string
  /** Pictures on the computer of the node; the first is shown first. */
  readonly photos?: readonly string[]
  /** With all that a camera wrote beside them, such as where they were taken; that is taken out otherwise. */
  readonly photosAsTheyAre?: boolean
  /** Of text and pictures; CC-BY-SA-4.0 when pictures come along and nothing else is said. */
  readonly licence?: string
}

/** What pictures said beside the picture. */
export type PhotoTraces = {
  /** Pictures out of which something was taken. */
  readonly removed: number
  /** Those of them that said where they were taken. */
  readonly places: number
  /** Pictures that went as they are: of a kind about which nothing is known, or since that was asked for. */
  readonly unchecked: readonly string[]
}

export type BuildResult = {
  readonly id: string
  readonly good: string
  readonly title: string
  readonly version: string
  readonly number: number
  readonly outcome: string
  readonly files: number
  readonly bytes: number
  readonly licence: string | null
  readonly traces: PhotoTraces
  readonly words?: string
}

export type OutsideUseRequest = {
  readonly good: string
  readonly version?: string
  readonly by: string
  readonly how: string
  readonly returned: string
  readonly text?: string
  readonly evidence?: string
}

export type MaintainRequest = {
  readonly good: string
  readonly add?: readonly string[]
  readonly remove?: readonly string[]
}

export type MaintainResult = {
  readonly id: string
  readonly title: string
  readonly author: { readonly person: string; readonly name: string | null }
  readonly maintainers: readonly { readonly person: string; readonly name: string | null }[]
  readonly changed: boolean
}

/** One part that a design comes down to, over all its sub-assemblies. */
export type ExplodedPartInfo = {
  readonly name: string
  /** For one of the design. */
  readonly quantity: number
  readonly unit: string | null
  readonly good: string | null
  /** The good that it names isn't here, so it may have parts. */
  readonly unknown: boolean
  /** Nobody has designed or found it yet. */
  readonly missing: boolean
  /** In how many lines it stands. */
  readonly lines: number
}

/** Goods that are parts of each other, by their titles, in the order in which one comes around. */
export type CircleInfo = readonly { readonly version: string; readonly title: string | null }[]

export type ExplosionInfo = {
  readonly id: string
  readonly version: string
  readonly title: string
  readonly parts: readonly ExplodedPartInfo[]
  /** What is used and kept: tools, documents, work. */
  readonly uses: readonly { readonly name: string; readonly action: string; readonly quantity: number }[]
  /** Sub-assemblies, and how many of each are needed. */
  readonly assemblies: readonly {
    readonly version: string
    readonly title: string
    readonly quantity: number
  }[]
  readonly circles: readonly CircleInfo[]
  /** Goods that are named and not here. */
  readonly unknown: readonly string[]
  /** The limits were reached: there is more. */
  readonly cut: boolean
}

/** Something that a design needs, itself or for what it needs. */
export type NeedInfo = {
  readonly name: string
  readonly kind: 'part' | 'tool'
  /** What is known of a design of it. */
  readonly state: 'free-design' | 'not-free' | 'not-here' | 'no-design' | 'nobody-yet'
  readonly good: string | null
  /** Whether its own needs are listed. */
  readonly listed: boolean
  /** Steps from the design. */
  readonly level: number
}

export type ClosureInfo = {
  readonly id: string
  readonly version: string
  readonly title: string
  readonly needs: readonly NeedInfo[]
  /** Everything, all the way down, has a free design here. */
  readonly closed: boolean
  readonly circles: readonly CircleInfo[]
  readonly cut: boolean
}

/** The deeds around a good. Errors: those of node's table. */
export interface Deeds extends Comparing {
  /** A good of one's own that goes on from another; what is unchanged stays where it is. */
  fork(request: ForkRequest, context?: ActionContext): Promise<ForkResult>
  /** Brings what the original became into a fork. */
  pull(request: PullRequest, context?: ActionContext): Promise<PullResult>
  /** Offers the newest version of a fork to those who tend the original. */
  suggest(request: SuggestRequest): Promise<SuggestResult>
  accept(request: AcceptRequest, context?: ActionContext): Promise<AcceptResult>
  decline(request: DeclineRequest): Promise<DeclineResult>
  /** Takes back what one suggested oneself. */
  withdraw(request: { suggestion: string }): Promise<WithdrawResult>
  /** Tells that an exact version was built, and how it came out. */
  reportBuild(request: BuildRequest, context?: ActionContext): Promise<BuildResult>
  /** Tells of a use outside the commons. */
  reportUse(request: OutsideUseRequest): Promise<{ id: string; good: string; title: string }>
  /** Shows who may change a good, or (for its author) says so anew. */
  maintain(request: MaintainRequest): Promise<MaintainResult>
  /** Everything a design comes down to, through all its sub-assemblies. */
  explode(request: { good: string; version?: string }, context?: ActionContext): Promise<ExplosionInfo>
  /** Which parts and tools it needs, and those in turn; which of them have a free design here, and which are missing. */
  closure(request: { good: string; version?: string }, context?: ActionContext): Promise<ClosureInfo>
}

/** Who holds what, and what is held here. Plain data: it crosses HTTP as it is. */
import type { SafeFact } from '@allmende/rules'
import type { ActionContext } from './contract.ts'
import type { Paged, PageRequest } from './contract-pages.ts'

/** A node that was asked to keep everything of this person's, and what it says. */
export type KeeperInfo = {
  readonly node: string
  readonly name: string
  /** Whose node it is, if that is known. */
  readonly person: string | null
  /** When it was asked. */
  readonly since: number
  /** Names of the commons for which it was asked. */
  readonly commons: readonly string[]
  /** It is asked in commons that are joined later too, where it turns up in them. */
  readonly later: boolean
  readonly agreed: boolean
  /** Whether it holds everything. */
  readonly answer: 'yes' | 'no' | 'unknown'
  /** The moment that its last word is of; null: none yet. */
  readonly asOf: number | null
  /** In a sentence. */
  readonly reason: string
  readonly why: SafeFact
  /** By its last word: versions with all their files, and their bytes. */
  readonly holds: { readonly versions: number; readonly bytes: number } | null
}

/** Somebody who asks this node to keep everything of theirs. */
export type KeepingInfo = {
  readonly person: string
  readonly name: string | null
  readonly since: number
  readonly commons: readonly string[]
  readonly agreed: boolean
  /** The most bytes of their files; null: no limit. */
  readonly quota: number | null
  /** Versions that are here with all their files. */
  readonly held: { readonly versions: number; readonly bytes: number }
  /** Still to be fetched. */
  readonly missing: { readonly versions: number; readonly bytes: number }
  /** Left out, since a limit is reached. */
  readonly over: { readonly versions: number; readonly bytes: number }
}

export type KeeperList = Paged & {
  /** At most 16 a commons. */
  readonly keepers: readonly KeeperInfo[]
  /** A page of them, by the ids of the people. */
  readonly keeping: readonly KeepingInfo[]
  /** For everybody together: what is kept, and the most that may be; null: no limit. */
  readonly together: { readonly bytes: number; readonly limit: number | null }
}

/** What is to be pinned; exactly one of them. */
export type PinSelector = {
  /** A link, an id or a title. */
  readonly good?: string
  readonly tag?: string
  readonly commons?: string
  readonly everything?: boolean
}

/** Something that is to be here with all its files, in its newest version. */
export type PinInfo = {
  readonly what: 'good' | 'tag' | 'commons' | 'everything'
  readonly name: string
  /** Of the good or the commons. */
  readonly id: string | null
  readonly since: number
  /** The most bytes; null: no limit. */
  readonly max: number | null
  readonly goods: number
  readonly held: { readonly versions: number; readonly bytes: number }
  /** Still to be fetched. */
  readonly missing: { readonly versions: number; readonly bytes: number }
  /** Left out, since the limit is reached. */
  readonly over: { readonly versions: number; readonly bytes: number }
}

/** A good of which files are here. */
export type StoredGood = {
  readonly id: string
  readonly title: string
  readonly yours: boolean
  readonly pinned: boolean
  /** Versions that are here with all their files, and what these files are together; content of two versions lies on the disk once. */
  readonly versions: number
  readonly bytes: number
  /** On how many other computers the last of them is known to be. */
  readonly elsewhere: number
}

/** What lies on this computer's disk, by commons and good. */
export type StorageInfo = {
  /** The whole store, measured. */
  readonly disk: number
  readonly commons: readonly {
    readonly id: string
    readonly name: string
    readonly records: number
    readonly versions: number
    readonly bytes: number
    /** The largest first. */
    readonly goods: readonly StoredGood[]
    /** There are more than are listed. */
    readonly more: boolean
  }[]
}

/** What was freed, measured on the disk. */
export type Forgotten = {
  readonly id: string
  readonly title: string
  /** Versions that were here with all their files. */
  readonly versions: number
  /** Bytes of the store on the disk, before and after. */
  readonly before: number
  readonly after: number
  readonly freed: number
  /** Where it was shared from or copied to: other copies on this computer, if they are still there. */
  readonly folders: readonly string[]
}

/** Others were asked to forget a thing. */
export type RetractionInfo = {
  readonly by: string
  readonly byName: string | null
  readonly at: number
  readonly note: string | null
  /** Nodes that were known to hold it since, and those of them that say they no longer do. */
  readonly held: number
  readonly forgotten: number
}

export interface Keeping {
  /** Asks all others to forget a thing, or takes that back. Copies that they made stay theirs. */
  retract(
    request: { thing: string; note?: string; withdraw?: boolean },
    context?: ActionContext,
  ): Promise<{ id: string; title: string; withdrawn: boolean }>
  /** Fetches all files of what is meant, and what comes later of it; waits for that unless `background`. */
  pin(
    request: PinSelector & { max?: number; background?: boolean },
    context?: ActionContext,
  ): Promise<PinInfo & { fetched: number }>
  unpin(request: PinSelector, context?: ActionContext): Promise<PinInfo>
  /** What lies here. */
  storage(): Promise<StorageInfo>
  /** What was pinned first comes first. */
  listPins(page?: PageRequest): Promise<Paged & { pins: readonly PinInfo[] }>
  /** Frees the disk of a good's files; refused where no other computer is known to hold them. */
  forget(request: { thing: string; evenIfLast?: boolean }, context?: ActionContext): Promise<Forgotten>
  /** Asks a node to keep everything of this person's: in all commons where it was seen, or in the one named. */
  addKeeper(request: {
    who: string
    name?: string
    commons?: string
  }): Promise<{ node: string; name: string; commons: readonly string[]; later?: boolean; words?: string }>
  /** Asks it no longer. What it holds stays with it. */
  removeKeeper(request: { who: string }): Promise<{ node: string; name: string; commons: readonly string[] }>
  listKeepers(page?: PageRequest): Promise<KeeperList>
  /** Agrees to keep everything of somebody's who asked. */
  keepFor(request: { who: string; quota?: number }): Promise<KeepingInfo>
  /** Agrees no longer, or refuses. What is here stays until it is forgotten. */
  dropFor(request: { who: string }): Promise<KeepingInfo>
  /** Limits what is kept for all others together; null lifts it. */
  limitKept(request: { bytes: number | null }): Promise<KeeperList['together']>
}

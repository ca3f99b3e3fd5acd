import type { Paged, PageRequest } from './contract-pages.ts'
import type { PersonRef } from './contract-things.ts'

/** Whom this person doesn't want to hear. Nobody else is told. */
export type BlockInfo = PersonRef & {
  readonly note: string | null
  /** ms since the epoch. */
  readonly at: number
  /** In these commons only; null: everywhere. */
  readonly commons: readonly { readonly id: string; readonly name: string }[] | null
}

export type BlockList = Paged & { readonly blocks: readonly BlockInfo[] }

export type MemberInfo = PersonRef & {
  readonly you: boolean
  readonly founder: boolean
  /** By their own clock, when they first wrote here; null if that isn't known. */
  readonly since: number | null
  readonly vouchedBy: readonly PersonRef[]
  readonly blocked: boolean
  readonly excluded: { readonly by: readonly PersonRef[]; readonly note: string | null } | null
  /** Somebody with the right has said that this person should be excluded, and it takes another one. */
  readonly proposedBy: readonly PersonRef[]
  /** The nodes by which they are reached, as they said. */
  readonly nodes: readonly string[]
}

export type MembersInfo = Paged & {
  readonly commons: string
  readonly commonsName: string
  readonly public: boolean
  /** Null where the link one came by doesn't say: then nobody can be excluded as this node sees it. */
  readonly founder: PersonRef | null
  /** How often the read key was changed; 0 for a public commons. */
  readonly epoch: number
  /** How many there are in all. */
  readonly total: number
  /** Oneself first, then the founder, then by id. */
  readonly members: readonly MemberInfo[]
}

export type ExclusionRequest = {
  /** An id, or a name that only one person in the commons has. */
  readonly person: string
  readonly commons?: string
  readonly note?: string
}

export type ExclusionResult = PersonRef & {
  readonly id: string
  readonly commons: string
  readonly commonsName: string
  readonly public: boolean
  /** It holds now. False: another one has to say the same. */
  readonly inForce: boolean
  /** Who has said so. */
  readonly by: readonly PersonRef[]
  /** What is written from here on is written under a key that was given to everybody else. */
  readonly newKey: boolean
}

export type NewKeyResult = {
  readonly commons: string
  readonly commonsName: string
  /** How often the key was changed by now. */
  readonly epoch: number
  /** Devices that got the new key. */
  readonly devices: number
  /** The link that opens it now; those given out before open only what was written until now. */
  readonly link: string
}

/** Who belongs to a commons: blocks, exclusion, epochs of the read key. */
export type Members = {
  /** Not to hear somebody any more, everywhere or in one commons; with `remove` to hear them again. */
  block(request: {
    readonly person: string
    readonly note?: string
    readonly commons?: string
    readonly remove?: boolean
  }): Promise<BlockInfo & { readonly removed: boolean }>
  /** Whoever was blocked first comes first. */
  listBlocks(page?: PageRequest): Promise<BlockList>
  members(request: PageRequest & { readonly commons?: string }): Promise<MembersInfo>
  exclude(request: ExclusionRequest): Promise<ExclusionResult>
  /** Takes somebody in again. */
  readmit(request: ExclusionRequest): Promise<ExclusionResult>
  /** Goes on under a new read key in a private commons: for a link that came into wrong hands. */
  changeKey(request: { readonly commons?: string }): Promise<NewKeyResult>
}

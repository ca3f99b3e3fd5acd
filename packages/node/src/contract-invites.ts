/** Invites by a spoken code, and public commons found without a link. Plain data. */
import type { ActionContext, CommonsInfo } from './contract.ts'

export type InviteRequest = {
  readonly commons?: string
  /** A good or a draft, for somebody to copy: the code opens its link. */
  readonly thing?: string
  /** How long it is good for; ten minutes when absent. */
  readonly seconds?: number
  /** How many may use it; one when absent. */
  readonly uses?: number
  /** Vouch for whoever comes, in a public commons too. In a private one that is always done. */
  readonly vouch?: boolean
}

/** A code that was given out by this node since it was started. */
export type InviteInfo = {
  readonly code: string
  readonly state: 'open' | 'used' | 'dead' | 'expired' | 'cancelled'
  readonly commons: string
  readonly commonsName: string
  readonly public: boolean
  readonly thing: { readonly id: string; readonly title: string } | null
  /** What it opens, in a sentence. */
  readonly opens: string
  readonly expires: number
  readonly usesLeft: number
  /** Wrong words that it still bears. */
  readonly triesLeft: number
  readonly vouches: boolean
  readonly joined: readonly {
    /** Null when somebody came without saying who: to copy. */
    readonly person: string | null
    readonly at: number
    readonly vouched: boolean
  }[]
  /** Said once: the 24 words of a new identity. */
  readonly words?: string
}

/** What a code opened. */
export type CodeAnswer = {
  readonly link: string
  /** What the inviter calls themselves; their word for it. */
  readonly by: string | null
}

export type ListPubliclyRequest = {
  readonly commons?: string
  /** What was said before stays where nothing new is said. */
  readonly about?: string
  readonly tags?: readonly string[]
  readonly place?: string
  /** As BCP 47 has it: `de`. */
  readonly language?: string
  /** Takes it back. */
  readonly stop?: boolean
}

export type ListedInfo = {
  readonly commons: string
  readonly name: string
  readonly link: string
  readonly listed: boolean
  readonly about: string
  readonly tags: readonly string[]
  readonly place: string
  readonly language: string
  /** Renewed by then, if a node runs. */
  readonly until: number | null
  readonly words?: string
}

export type FindCommonsRequest = {
  readonly words?: string
  /** How long others are listened to before the answer; not at all when absent. */
  readonly waitSeconds?: number
  readonly limit?: number
}

/** A public commons that somebody listed. */
export type FoundCommons = {
  readonly id: string
  readonly name: string
  readonly about: string
  readonly tags: readonly string[]
  readonly place: string
  readonly language: string
  readonly link: string
  readonly at: number
  readonly until: number
  /** Somebody listed it whom people in one's own commons vouch for. */
  readonly trusted: boolean
  /** More than one node brought it. */
  readonly confirmed: boolean
  readonly joined: boolean
  readonly listedBy: readonly { readonly person: string; readonly name: string | null }[]
}

export type FoundCommonsAnswer = {
  readonly results: readonly FoundCommons[]
  readonly total: number
  /** Listed commons that are known here. */
  readonly known: number
  readonly hidden: number
}

export interface Invites {
  /** Lists a public commons for everybody, says anew what it is about, or takes it back. */
  listPublicly(request: ListPubliclyRequest): Promise<ListedInfo>
  /** Looks through the listings that have come here; nobody is asked what they are looked through for. */
  findCommons(request: FindCommonsRequest, context?: ActionContext): Promise<FoundCommonsAnswer>
  joinListed(request: { id: string; name?: string }): Promise<CommonsInfo>
  /** A commons or a person, by the beginning of the id: is neither shown nor passed on from here. */
  hideListed(request: { what: string; show?: boolean }): Promise<{ hidden: readonly string[] }>
  /** Gives out a code. This node has to go on running until somebody used it. */
  invite(request: InviteRequest): Promise<InviteInfo>
  listInvites(): Promise<readonly InviteInfo[]>
  cancelInvite(code: string): Promise<InviteInfo>
  /** Joins the commons that a code opens, and says who one is, so that the inviter can vouch. */
  joinByCode(
    request: { code: string; name?: string; waitSeconds?: number },
    context?: ActionContext,
  ): Promise<CommonsInfo & { readonly by: string | null; readonly vouched: boolean | null }>
  /** The link that a code opens, without joining or saying who one is. */
  linkByCode(request: { code: string; waitSeconds?: number }, context?: ActionContext): Promise<CodeAnswer>
}

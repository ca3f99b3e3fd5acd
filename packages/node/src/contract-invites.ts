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

export interface Invites {
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

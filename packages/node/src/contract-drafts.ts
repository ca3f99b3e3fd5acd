/** What is done with a draft beside writing in it. Plain data: it crosses HTTP as it is. */
import type { DraftText } from './contract.ts'

/** A limit of a draft that is nearly reached. At it no edit is taken any more: what is begun then is a new draft. */
export type DraftNear = {
  readonly what: 'characters' | 'edits' | 'sessions'
  readonly now: number
  readonly limit: number
}

/** Changes that were kept out of a draft, of one person for one reason. */
export type DraftRefusals = {
  /** In whose log they lie. */
  readonly person: string
  readonly name: string | null
  readonly code: string
  /** In words; of the last of them. */
  readonly reason: string
  readonly changes: number
}

/** A passage of a draft as it is now, and who put it in. */
export type PassageInfo = {
  readonly text: string
  readonly author: string
  readonly authorName: string | null
  /** As the author says. */
  readonly at: number
  /** The change it came with, as in the history. */
  readonly change: string
}

export type DraftBlame = {
  readonly id: string
  readonly title: string
  readonly passages: readonly PassageInfo[]
}

export type DraftDiffRequest = {
  readonly draft: string
  /** A change of its history: the text as its author had it then. From the beginning when left out. */
  readonly from?: string
  /** The same; now when left out. */
  readonly to?: string
  /** Another draft instead of another moment: what that one has otherwise. */
  readonly with?: string
}

export type DraftDiffLine = {
  readonly what: 'same' | 'added' | 'removed'
  readonly text: string
  /** Who wrote what was added, as far as it is still there: names, or ids of those without one. */
  readonly by: readonly string[]
}

export type DraftDiff = {
  readonly id: string
  readonly title: string
  /** What is on each side, in words. */
  readonly before: string
  readonly after: string
  readonly lines: readonly DraftDiffLine[]
  readonly added: number
  readonly removed: number
}

export type DraftAccess = {
  readonly id: string
  readonly title: string
  readonly editors: 'commons' | 'invited'
  readonly invited: readonly { readonly person: string; readonly name: string | null }[]
  readonly closed: boolean
}

/** A passage that two sides rewrote apart: the text has both woven into one, until a person settles it. */
export type ClashInfo = {
  /** From 1; numbers change when others are settled. */
  readonly number: number
  readonly ours: string
  readonly theirs: string
  /** As it stands in the text now; null when it can't be found there any more. */
  readonly now: string | null
}

/** What came since this person last looked. */
export type DraftNews = {
  readonly id: string
  readonly title: string
  /** Changes by others. */
  readonly changes: number
  readonly people: readonly {
    readonly person: string
    readonly name: string | null
    readonly changes: number
  }[]
  readonly clashes: readonly ClashInfo[]
  /** Whose changes were kept out since the draft began, and why. */
  readonly refused: readonly DraftRefusals[]
  readonly near?: readonly DraftNear[]
}

/** Errors: those of node's table and of `drafts`. */
export interface DraftDeeds {
  draftBlame(reference: string): Promise<DraftBlame>
  draftDiff(request: DraftDiffRequest): Promise<DraftDiff>
  /** Makes the text what it was at a change of its history. What came since stays in the history. */
  restoreDraft(request: { draft: string; change: string }): Promise<DraftText>
  /** What came since one last looked. `look`: this is a look, the next one begins here. */
  draftNews(request: { draft: string; look?: boolean }): Promise<DraftNews>
  /** Ends a clash by taking one of its readings, both, a text, or what stands there now (`as-is`). */
  settleClash(request: {
    draft: string
    clash: number
    take: 'ours' | 'theirs' | 'both' | 'as-is'
    text?: string
  }): Promise<DraftText>
  /** Says who may edit: people by name or id, or everybody. Without anything it only tells. */
  draftAccess(request: {
    draft: string
    invite?: readonly string[]
    uninvite?: readonly string[]
    editors?: 'commons' | 'invited'
    closed?: boolean
  }): Promise<DraftAccess>
}

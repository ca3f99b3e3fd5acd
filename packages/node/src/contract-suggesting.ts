/** Comments on passages of a draft, their marks, and changes of its text that are offered. Plain data: it crosses HTTP as it is. */
import type { Paged, PageRequest } from './contract-pages.ts'

/** Where a passage is in the text as it is now. */
export type PassageNow = {
  readonly text: string
  readonly from: number
  readonly to: number
  /** From 1. */
  readonly line: number
}

/** A passage, as somebody names it. */
export type PassageNamed = {
  /** Word for word; it must be there once. */
  readonly quote?: string
  /** Where it begins, as somebody sees the text: of several places with these words the nearest one is meant. */
  readonly near?: number
  /** Or these lines, from 1; one without `toLine`. */
  readonly line?: number
  readonly toLine?: number
}

/** What is said, of a passage, or without one of the draft as a whole. */
export type DraftCommentRequest = PassageNamed & { readonly draft: string; readonly text: string }

export type DraftCommentInfo = {
  readonly id: string
  readonly text: string
  readonly author: string
  readonly authorName: string | null
  /** As the author says. */
  readonly at: number
  /** The draft, or the comment that it answers. */
  readonly about: string
  readonly resolved: boolean
  /** What the passage said then; null for a comment on the whole. */
  readonly quote: string | null
  /** The passage as it is now; null when it is gone, or there was none. */
  readonly now: PassageNow | null
}

export type DraftComments = Paged & {
  readonly id: string
  readonly title: string
  readonly comments: readonly DraftCommentInfo[]
}

export type MarkDraftRequest = PassageNamed & {
  readonly draft: string
  readonly name: 'strong' | 'em' | 'code' | 'link'
  /** The address that a link leads to; nothing, or true, for the others. Null takes the mark off. */
  readonly value?: string | true | null
  /** Somebody without an account who marks it through this node: the name they gave. Never taken from the API. */
  readonly guest?: string
}

export type DraftMarked = {
  readonly id: string
  readonly title: string
  readonly name: string
  readonly value: string | true | null
  /** The passage. */
  readonly text: string
}

export type DraftMarkInfo = {
  /** `strong`, `em`, `code` or `link`; another where another program set it. */
  readonly name: string
  readonly value: string | number | boolean | null
  /** It is one of those, and of a link the address may be followed: so it is written as Markdown when the draft is published. */
  readonly known: boolean
  readonly now: PassageNow
}

export type DraftMarks = {
  readonly id: string
  readonly title: string
  readonly marks: readonly DraftMarkInfo[]
}

export type DraftSuggestRequest = {
  readonly draft: string
  /** The whole text as it is to be. */
  readonly text: string
  /** The heads of the text that was edited; those of now when left out. */
  readonly heads?: readonly string[]
  readonly title: string
  readonly why?: string
  /** Somebody without an account whose words these are: the name they gave. Never taken from the API. */
  readonly guest?: string
}

export type DraftSuggested = {
  readonly id: string
  readonly draft: string
  readonly draftTitle: string
  readonly title: string
  readonly pieces: number
}

/** One passage that a suggestion would change. */
export type SuggestedPiece = {
  /** From 1, as the suggestion counts them. */
  readonly number: number
  readonly state: 'open' | 'accepted' | 'declined'
  /** What it takes out and puts in, as its operations say; null once it is in the text, or while it isn't here. */
  readonly change: {
    readonly takes: string
    readonly puts: string
    readonly before: string
    readonly after: string
    /** Where the passage is in the text as it is now. */
    readonly from: number
    readonly to: number
    readonly line: number
    /** The passage reads otherwise now than when it was suggested. */
    readonly changed: boolean
  } | null
}

export type DraftSuggestionInfo = {
  readonly id: string
  readonly title: string
  readonly why: string | null
  readonly author: string
  readonly authorName: string | null
  /** Somebody without an account who wrote it through the author's node. */
  readonly guest: string | null
  readonly at: number
  readonly state: 'open' | 'accepted' | 'partly' | 'declined' | 'withdrawn'
  readonly reason: string | null
  readonly pieces: readonly SuggestedPiece[]
}

export type DraftSuggestions = Paged & {
  readonly id: string
  readonly title: string
  /** Whether this person may answer them. */
  readonly mayAnswer: boolean
  readonly suggestions: readonly DraftSuggestionInfo[]
}

/** Errors: DRAFT_…, PASSAGE_…, PIECE_…, SUGGESTION_… of node's table, and those of `drafts`. */
export interface Suggesting {
  /** Says something about a draft or a passage of it. Throws PASSAGE_UNKNOWN, PASSAGE_AMBIGUOUS. */
  draftComment(request: DraftCommentRequest): Promise<{ id: string; quote: string | null }>
  /** Oldest first. */
  draftComments(reference: string, page?: PageRequest): Promise<DraftComments>
  /** Says that a comment is done with: its author, or somebody who may edit the draft. */
  resolveComment(request: { comment: string }): Promise<{ id: string; draft: string }>
  /** Marks a passage of a draft, or takes a mark off. Throws PASSAGE_UNKNOWN, PASSAGE_AMBIGUOUS, MARK_…. */
  markDraft(request: MarkDraftRequest): Promise<DraftMarked>
  draftMarks(reference: string): Promise<DraftMarks>
  /** Offers an edited text to whoever may edit. Throws SUGGEST_SAME, SUGGEST_WAITING. */
  draftSuggest(request: DraftSuggestRequest): Promise<DraftSuggested>
  /** Oldest first. */
  draftSuggestions(reference: string, page?: PageRequest): Promise<DraftSuggestions>
}

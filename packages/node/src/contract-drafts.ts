/** What is done with a draft beside writing in it. Plain data: it crosses HTTP as it is. */
import type { ActionContext, AllmendeNode, DraftText } from './contract.ts'

/** A limit of a draft that is nearly reached. At one of the first three no edit is taken any more: what is begun then is a new draft. */
export type DraftNear = {
  readonly what: 'characters' | 'edits' | 'sessions' | 'fields' | 'lines' | 'files'
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

export type CreateDraftRequest = {
  readonly title: string
  readonly text?: string
  readonly commons?: string
  /** It begins with this good's newest version, or the one named. */
  readonly good?: string
  readonly version?: string
  /** It begins with what an archived draft holds: a folder or a ZIP of this computer. Not together with a text or a good. */
  readonly archive?: string
  /** Who may edit: whom its author invites (the default), or the whole commons. All others may suggest. */
  readonly editors?: 'commons' | 'invited'
  /** Who is invited from the beginning: names or ids. */
  readonly invite?: readonly string[]
}

export type PublishDraftRequest = {
  readonly draft: string
  readonly licence?: string
  readonly good?: string
  readonly version?: string
  readonly filename?: string
  /** A person has looked whether the licences fit. */
  readonly licenceChecked?: boolean
  /** Also over versions that came since the draft began. */
  readonly over?: boolean
}

export type DraftChange = {
  /** Its number in the history, from 1; the history may get new changes before it. */
  readonly number: number
  /** Names it for good. */
  readonly change: string
  readonly author: string
  readonly authorName: string | null
  /** Somebody without an account who wrote it through the author’s node. */
  readonly guest?: string
  readonly at: number
  readonly ops: number
}

/** A passage of a draft as it is now, and who put it in. */
export type PassageInfo = {
  readonly text: string
  readonly author: string
  readonly authorName: string | null
  /** Somebody without an account who wrote it through the author’s node. */
  readonly guest?: string
  /** As the author says. */
  readonly at: number
  /** The change it came with, as in the history. */
  readonly change: string
}

/** Who set what stands in a place beside the text of a draft. */
export type BesideAuthor = Omit<PassageInfo, 'text'> & {
  readonly what: 'field' | 'line' | 'file'
  /** The name of the field, of the line's too; of a file its path. Null for the line itself, which somebody put in. */
  readonly name: string | null
  /** The number of the line, and what it calls itself. */
  readonly line?: number
  readonly called?: string
}

export type DraftBlame = {
  readonly id: string
  readonly title: string
  readonly passages: readonly PassageInfo[]
  readonly beside: readonly BesideAuthor[]
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
  /** Null when there is no difference beside the text. */
  readonly beside: BesideDiff | null
}

/** A value beside the text of a draft. */
export type DraftScalar = string | number | boolean | null

export type DraftLineInfo = {
  /** From 1; numbers change when lines come and go. */
  readonly number: number
  readonly id: string
  readonly fields: Readonly<Record<string, DraftScalar>>
}

export type DraftFileInfo = {
  readonly path: string
  /** Null for a reference that nobody can read. */
  readonly bytes: number | null
  readonly executable: boolean
  /** Whether its content is on this computer. */
  readonly here: boolean
}

/** A field, a line or a file that two people set apart: all values, the one that is shown first. Setting it anew settles it. */
export type DraftConflict = {
  readonly what: 'field' | 'line' | 'file'
  /** The name of the field, of the line's too; of a file its path. */
  readonly name: string
  /** The number of the line. */
  readonly line?: number
  readonly values: readonly DraftScalar[]
}

/** What a draft holds beside its text, and how long that is. */
export type DraftShown = {
  readonly id: string
  readonly title: string
  readonly commons: string
  readonly commonsName: string
  /** The good that it is to become a version of, and the version it began with. */
  readonly good: string | null
  readonly base: string | null
  readonly characters: number
  readonly fields: Readonly<Record<string, DraftScalar>>
  readonly lines: readonly DraftLineInfo[]
  readonly files: readonly DraftFileInfo[]
  /** How many passages of the text are marked (`draftMarks`). */
  readonly marks: number
  readonly conflicts: readonly DraftConflict[]
}

/** One edit of what is beside the text. Lines are named by their number, as last shown, or their id; null takes a value out. */
export type DraftBesideEdit =
  | { readonly set: Readonly<Record<string, DraftScalar>> }
  | { readonly line: string; readonly set: Readonly<Record<string, DraftScalar>> }
  /** Behind the last line, or behind the one named; before all with null. */
  | { readonly addLine: Readonly<Record<string, DraftScalar>>; readonly after?: string | null }
  | { readonly moveLine: string; readonly after: string | null }
  | { readonly dropLine: string }
  | { readonly detach: string }
  /** An attached file is called otherwise from then on; what it is called so far, where it lies, stays. */
  | { readonly moveFile: string; readonly to: string }

export type DraftMomentRequest = {
  readonly draft: string
  /** A change of its history. */
  readonly change: string
  /** What came after this change is told; that one change alone when left out, all from the beginning with `beginning`. */
  readonly since?: string
}

/** A draft as it was when everybody's changes up to one of its history were together. */
export type DraftMoment = {
  readonly id: string
  readonly title: string
  /** The change, by its number in the history as it is now. */
  readonly number: number
  readonly at: number
  /** Who made the changes that are told, each once. */
  readonly people: readonly {
    readonly person: string
    readonly name: string | null
    readonly guest?: string
  }[]
  /** The text: all but what is `removed` makes up that of the moment. */
  readonly passages: readonly { readonly what: 'same' | 'added' | 'removed'; readonly text: string }[]
  readonly fields: Readonly<Record<string, DraftScalar>>
  readonly lines: readonly DraftLineInfo[]
  readonly files: readonly DraftFileInfo[]
  /** What was changed beside the text; null when nothing was. */
  readonly beside: BesideDiff | null
}

/** What publishing a draft would make, before it is done. */
export type DraftCredits = {
  readonly id: string
  readonly title: string
  /** The good that gets a version; null: it becomes a new one. */
  readonly good: { readonly id: string; readonly title: string; readonly versions: number } | null
  /** The licence that the draft or its good states. */
  readonly licence: string | null
  /** Everybody who would stand in the version, its author left out. */
  readonly credits: readonly {
    readonly name: string
    readonly person: string | null
    readonly roles: readonly string[]
    /** They don't stand in the good yet, or not in this role. */
    readonly anew: boolean
  }[]
}

/** What two drafts, or two moments, have otherwise beside the text; `by` whom, as far as that can be told of the second: by name. */
export type BesideDiff = {
  readonly fields: readonly {
    readonly name: string
    readonly before: DraftScalar
    readonly after: DraftScalar
    readonly by: readonly string[]
  }[]
  readonly lines: readonly {
    readonly what: 'added' | 'removed' | 'changed'
    /** What the line calls itself. */
    readonly name: string
    /** The fields that differ. */
    readonly fields: readonly string[]
    readonly by: readonly string[]
  }[]
  readonly files: readonly {
    readonly what: 'added' | 'removed' | 'changed'
    readonly path: string
    readonly by: readonly string[]
  }[]
}

/** What a draft got from another one, and where a person is to choose: there it has its own reading. */
export type DraftMerged = {
  readonly id: string
  readonly title: string
  readonly from: string
  /** Lines of the text that came and went. */
  readonly text: { readonly added: number; readonly removed: number }
  /** Passages that both rewrote: both readings wait in the news of the draft. */
  readonly clashes: readonly { readonly ours: string; readonly theirs: string }[]
  readonly fields: readonly string[]
  readonly lines: number
  readonly files: readonly string[]
  /** Marked passages of the text. */
  readonly marks: number
  readonly conflicts: readonly {
    readonly what: 'field' | 'line' | 'file'
    readonly name: string
    readonly ours: string
    readonly theirs: string
  }[]
}

export type DraftArchived = {
  readonly id: string
  readonly title: string
  readonly path: string
  readonly files: number
  readonly bytes: number
  readonly closed: boolean
  /** What stood among the attached files and was none: not in the archive. */
  readonly left: readonly string[]
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
  /** What others set beside the text, and how it was before; null for nothing. */
  readonly beside: BesideDiff | null
  /** What two set apart beside the text. */
  readonly conflicts: readonly DraftConflict[]
}

/** Errors: those of node's table and of `drafts`. */
export interface DraftDeeds {
  draftBlame(reference: string): Promise<DraftBlame>
  showDraft(reference: string): Promise<DraftShown>
  /** Sets fields, lines and files: all of it, or nothing. */
  editBeside(request: { draft: string; edits: readonly DraftBesideEdit[] }): Promise<DraftShown>
  /** Attaches files of this computer, each under its name, or in the folder `under`. */
  attachFiles(
    request: { draft: string; paths: readonly string[]; under?: string },
    context?: ActionContext,
  ): Promise<DraftShown>
  /** Brings what a draft has otherwise since both began into another one, as edits of one's own. */
  mergeDraft(request: { from: string; into: string }): Promise<DraftMerged>
  /** Writes it to a file, or with all that is beside the text to a folder or a ZIP, and closes it, where that is one's to do. */
  archiveDraft(request: { draft: string; to: string }, context?: ActionContext): Promise<DraftArchived>
  draftDiff(request: DraftDiffRequest): Promise<DraftDiff>
  /** The draft as it was at a change of its history. Throws DRAFT_CHANGE_UNKNOWN. */
  draftAt(request: DraftMomentRequest): Promise<DraftMoment>
  /** Who would be credited if it were published now. Throws DRAFT_ELSEWHERE, SHARE_FOREIGN. */
  draftCredits(request: { draft: string; good?: string }): Promise<DraftCredits>
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

/** Everything that is done with drafts. */
export type DraftActions = DraftDeeds &
  Pick<
    AllmendeNode,
    | 'createDraft'
    | 'listDrafts'
    | 'draftText'
    | 'editDraft'
    | 'spliceDraft'
    | 'followDraft'
    | 'draftHistory'
    | 'publishDraft'
  >

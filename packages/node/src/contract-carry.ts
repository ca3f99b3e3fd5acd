/** How goods come in from elsewhere and go out again. Plain data: it crosses HTTP as it is. */
import type { ActionContext, LeftOut } from './contract.ts'
import type { CompletenessInfo } from './contract-things.ts'

export type ImportRequest = {
  /** A folder, an archive, a manifest, a list of references or a parts list on the computer of the node. */
  readonly path: string
  readonly commons?: string
  /** Only say what would come in. */
  readonly dryRun?: boolean
  /** For what states none. Never put in the place of one that is stated. */
  readonly licence?: string
  /** Of the first good. */
  readonly title?: string
  readonly type?: string
  readonly version?: string
  readonly tags?: readonly string[]
  /** The parts list of the first good, if not the one that is found. */
  readonly bom?: string
  /** Which column is what: the field, and the heading of its column. */
  readonly bomMap?: Readonly<Record<string, string>>
  /** Make goods of their own of what was brought in before. */
  readonly asNew?: boolean
}

/** Something to know about what was read, where it stands. */
export type ImportFinding = {
  readonly severity: 'error' | 'warning' | 'info'
  readonly code: string
  readonly message: string
  /** What the message names: for who says it in another language. */
  readonly values: Readonly<Record<string, string>>
  readonly file: string
  readonly line: number | null
  readonly column: number | null
  readonly hint: string | null
}

/** A parts list that was read. */
export type ImportedTable = {
  readonly file: string
  readonly lines: number
  /** The heading of the column that each field was read from; its letters where it has no heading. */
  readonly mapping: Readonly<Record<string, string>>
  /** Headings of columns that were not read. */
  readonly unused: readonly string[]
  /** A table may hold several lists, each under a header row of its own. */
  readonly sections: readonly {
    readonly title: string | null
    /** Rows count from 1; 0 is for no header. */
    readonly header: number
    readonly first: number
    readonly last: number
    /** Left out: another sheet that repeats the list. */
    readonly skipped: boolean
  }[]
}

/** One good that came in, or would. */
export type ImportedThing = {
  /** The file that describes it. */
  readonly from: string
  readonly format: string
  readonly title: string | null
  readonly description: string | null
  readonly licence: string | null
  readonly type: string | null
  /** `same`: it is here already, just so. In a dry run: what it would be. */
  readonly outcome: 'new' | 'version' | 'same' | 'refused'
  /** Why it is refused. */
  readonly reason: string | null
  readonly hint: string | null
  readonly id: string | null
  readonly link: string | null
  readonly version: string | null
  readonly files: number
  readonly bytes: number
  /** The first of its files. */
  readonly paths: readonly string[]
  /** Lines of its parts list, and how many of them are goods that came in as well. */
  readonly parts: number
  readonly subAssemblies: number
  readonly table: ImportedTable | null
  /** What its manifest names and isn't there. */
  readonly missing: readonly string[]
  /** Files of which only a pointer of git-LFS is there; they are left out. */
  readonly pointers: readonly string[]
  readonly completeness: CompletenessInfo
}

export type ImportResult = {
  readonly dryRun: boolean
  /** The first good: the one at the top of the folder. Null in a dry run for what would be new. */
  readonly id: string | null
  readonly link: string | null
  readonly version: string | null
  readonly title: string | null
  readonly licence: string | null
  /** Of all goods together. */
  readonly files: number
  readonly bytes: number
  readonly goods: readonly ImportedThing[]
  readonly findings: readonly ImportFinding[]
  readonly leftOut: readonly LeftOut[]
  readonly commons: string | null
  readonly commonsName: string | null
  readonly public: boolean | null
  readonly words?: string
}

export type ExportGoodRequest = {
  readonly good: string
  readonly as: string
  /** A folder that isn't there yet or is empty; for formats of one file, a file that isn't there. */
  readonly to: string
  readonly version?: string
}

export type ExportCommonsRequest = {
  readonly commons?: string
  readonly as: string
  readonly to: string
}

export type ExportResult = {
  readonly as: string
  readonly path: string
  /** What was written, within `path`; one name where that is a file. */
  readonly written: readonly string[]
  readonly files: number
  readonly bytes: number
  readonly goods: number
  /** What one should know of the export: what the format can't say, what isn't here. */
  readonly notes: readonly string[]
}

export type BringOverRequest = {
  /** The commons it is in, and the one it is to be in as well: name or id. */
  readonly from: string
  readonly to: string
  /** Only these; everything of one's own when left out. */
  readonly things?: readonly string[]
  /** Only say what would be carried. */
  readonly dryRun?: boolean
}

export type BringOverResult = {
  readonly dryRun: boolean
  readonly from: string
  readonly to: string
  readonly toName: string
  /** Whether the commons that it is in now is public. */
  readonly public: boolean
  /** With the ids they have there; in a dry run those they have here. `versions`: how many were written now. */
  readonly brought: readonly {
    readonly id: string
    readonly kind: string
    readonly title: string
    readonly versions: number
    readonly bytes: number
  }[]
  /** One's comments, builds and uses that went along. */
  readonly words: number
  /** What others began: only they can carry it. */
  readonly left: readonly {
    readonly id: string
    readonly kind: string
    readonly title: string
    readonly author: string
    readonly authorName: string | null
  }[]
}

/** What carries goods over the border of the commons. Errors: those of node's table and of `files`. */
export interface Carry {
  /** Brings in what others made elsewhere, as far as it is free. */
  importGoods(request: ImportRequest, context?: ActionContext): Promise<ImportResult>
  exportGood(request: ExportGoodRequest, context?: ActionContext): Promise<ExportResult>
  exportCommons(request: ExportCommonsRequest, context?: ActionContext): Promise<ExportResult>
  /** Carries what one wrote in one commons into another, under the same name. */
  bringOver(request: BringOverRequest, context?: ActionContext): Promise<BringOverResult>
}

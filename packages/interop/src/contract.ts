import type { FindingCode } from './errors.ts'
import type { Derivation, FileAndRole, GoodFields, Outcome, PartLine, RecordId } from '@allmende/vocabulary'

/** An error leaves something out that the file meant to say; a warning changes or doubts it; an info tells what was done. */
export type Severity = 'error' | 'warning' | 'info'

/** One thing to know about what was read. `line` and `column` count from 1. */
export type Finding = {
  severity: Severity
  code: FindingCode
  message: string
  /** What the message names: for who says it in another language. */
  values: Readonly<Record<string, string>>
  file: string
  line?: number
  column?: number
  /** The key of the file, or the field of ours. */
  field?: string
  hint?: string
}

/** Fields that say by whose word a version stands in its commons, or where its content lies: no file may claim them. */
export type NeverImported =
  | 'files'
  | 'parts'
  | 'derivedFrom'
  | 'derivation'
  | 'origin'
  | 'merges'
  | 'settles'
  | 'maintainers'

/** What a file of another format says of a good: valid by the vocabulary, and small enough for a record. */
export type ImportedFields = Omit<Partial<GoodFields>, NeverImported>

export type ImportedFormat = 'okh1' | 'okh2' | 'losh' | 'csl' | 'bibtex'

/** A part that is, or has, a design of its own. */
export type ImportedSub = {
  name: string
  /** Path or address of its manifest. */
  at?: string
  /** Which of the `parts` it is. */
  line: number
  /** What the same manifest says of it. */
  good?: ImportedGood
}

export type ImportedGood = {
  fields: ImportedFields
  parts: PartLine[]
  subs: ImportedSub[]
  /** The files and addresses named: `fields.roles`, and after them those of the parts. */
  files: FileAndRole[]
  format: ImportedFormat
  findings: Finding[]
}

/** One file of a version that is exported. */
export type ExportFile = { path: string; bytes: number; sha256: string }

/** What a version was made from. `at` is a link or an address. */
export type ExportLineage = { at: string; derivation: Derivation; title?: string }

/** One build of the version. */
export type ExportBuild = {
  id: RecordId
  at: number
  by: string
  outcome: Outcome
  amount?: number
  text?: string
}

/** A version of a good as the formats of others need it. An `ImportedGood` is one too. */
export type Described = {
  fields: ImportedFields
  parts: readonly PartLine[]
  /** The link of the thing. */
  link?: string
  lineage?: ExportLineage
  files?: readonly (ExportFile | FileAndRole)[]
}

/** A version of a good with all that a copy of it can say. */
export type ExportGood = Described & {
  id: RecordId
  link: string
  /** The names of the authors of the records. */
  authors: readonly string[]
  /** When the version was made, in milliseconds. */
  at: number
  files: readonly ExportFile[]
  builds?: readonly ExportBuild[]
}

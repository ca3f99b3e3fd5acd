import type { PreviewFile } from '@allmende/files'
import type { ImportedFields } from '@allmende/interop'
import type { PartLine } from '@allmende/vocabulary'
import type { ImportedTable } from '../contract-carry.ts'
import type { Pointer } from './pointers.ts'

/** A good as it was read, before it is judged and written. */
export type Candidate = {
  /** The file that describes it, seen from what the person named. */
  readonly from: string
  readonly format: string
  /** The folder that its paths are seen from; empty for the top. */
  readonly base: string
  /** By this it is known again when the same comes once more; empty: by nothing. */
  readonly key: string
  fields: ImportedFields
  lines: PartLine[]
  /** Lines that are made after goods which come in as well. */
  readonly subs: { line: number; good: Candidate }[]
  /** With paths from `base`. */
  files: PreviewFile[]
  table: ImportedTable | null
  readonly missing: string[]
  readonly pointers: Pointer[]
}

import type { FileHandle } from 'node:fs/promises'
import type { Disk } from '../contract.ts'
import type { Target } from '../target.ts'
import type { Budget } from './budget.ts'
import type { EntryNames } from './entry-names.ts'

/** One archive being unpacked: what both readers need. */
export type Unpacking = {
  /** The archive, opened once: what is judged and what is read is the same file. */
  readonly file: FileHandle
  readonly archiveBytes: number
  readonly target: Target
  readonly budget: Budget
  readonly names: EntryNames
  readonly disk: Disk
  readonly signal: AbortSignal | undefined
  readonly wrote: (bytes: number) => void
}

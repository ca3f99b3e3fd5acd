import type { PartLine, RecordId } from '@allmende/vocabulary'

/** What is known here of a good that parts are made after. */
export type KnownGood = {
  /** The exact version that the list is of: the same however the good was named. */
  version: RecordId
  title: string
  /** Its whole parts list; empty if it has none. */
  lines: readonly PartLine[]
}

/** Finds the parts list of a good or of one of its versions; null if it is not here. */
export type PartsLookup<Known extends KnownGood = KnownGood> = (good: RecordId) => Known | null

/** How far a parts list is followed. */
export type PartsLimits = {
  /** Goods with parts lists of their own. */
  assemblies: number
  /** Lines of all of them. */
  lines: number
}

/** What was needed for the largest collection tried (63,440 goods, 279,232 lines), and some room. A list of more was written to tire somebody. */
export const PARTS_LIMITS: PartsLimits = { assemblies: 200_000, lines: 2_000_000 }

import type { Clock, CommonsId, Logger, Random, RecordId } from '@allmende/vocabulary'
import type { DraftRecords } from './contract.ts'
import type { FeedSource } from './feed.ts'
import type { Refusal } from './judge.ts'
import type { DraftLimits } from './limits.ts'
import type { Slot } from './pool.ts'
import type { Saver } from './saver.ts'

/** What an open draft rests on. */
export type OpenDraftParts = {
  commons: CommonsId
  draft: RecordId
  file: string
  source: FeedSource
  records: DraftRecords
  saver: Saver
  slot: Slot
  number: number
  clock: Clock
  random: Random
  logger: Logger
  limits: DraftLimits
  onRefused(refusals: Refusal[]): void
}

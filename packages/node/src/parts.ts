import type { Drafts } from '@allmende/drafts'
import type { Logs } from '@allmende/logs'
import type { WaitLimits } from '@allmende/rules'
import type { EpochSync } from './epochs/epoch-sync.ts'
import type { KeyPair, Transport } from '@allmende/transports'
import type { Views } from '@allmende/views'
import type { Clock, Logger, NodeId, Random, RecordId } from '@allmende/vocabulary'
import type { BroughtOver } from './bring-over/brought.ts'
import type { CarriedPolicy } from './carried-policy.ts'
import type { CommonsBook } from './commons-book.ts'
import type { DraftNote } from './drafts/news.ts'
import type { DraftDesk } from './drafts/desk.ts'
import type { EventHub } from './event-hub.ts'
import type { Findings } from './findings.ts'
import type { Holdings } from './holdings.ts'
import type { Home } from './home.ts'
import type { KeepingState } from './keeping/state.ts'
import type { PeopleHere } from './live/people-here.ts'
import type { Presence } from './live/presence.ts'
import type { BlockList } from './members/block-list.ts'
import type { Network } from './network.ts'
import type { NodeOwners } from './node-owners.ts'
import type { NotesFile } from './notes-file.ts'
import type { PlaceNote } from './places/known-places.ts'
import type { SharedFolders } from './shared-folders.ts'
import type { Writer } from './write-records.ts'

/** What a node is assembled from. Every action takes this and nothing global. */
export type Parts = {
  readonly id: NodeId
  /** Of this node: signs what it says of itself. */
  readonly keyPair: KeyPair
  readonly home: Home
  readonly clock: Clock
  readonly random: Random
  readonly logger: Logger
  readonly logs: Logs
  readonly views: Views
  readonly drafts: Drafts
  readonly desk: DraftDesk
  readonly sync: EpochSync
  readonly transports: readonly Transport[]
  readonly policy: CarriedPolicy
  readonly book: CommonsBook
  readonly network: Network
  /** How long is waited for others. */
  readonly waits: WaitLimits
  readonly writer: Writer
  readonly holdings: Holdings
  readonly owners: NodeOwners
  /** Who asked whom to keep what, and what they say they hold. */
  readonly keeping: KeepingState
  readonly blocks: BlockList
  /** Who has which draft open. */
  readonly presence: Presence
  readonly people: PeopleHere
  readonly shared: SharedFolders
  readonly brought: BroughtOver
  /** By the id of the draft. */
  readonly looks: NotesFile<DraftNote>
  /** Drafts whose publishing was not brought to its end, by id: the version of the good that theirs was to come after. */
  readonly publishing: NotesFile<{ after: RecordId }>
  /** What was said for every commons, also those joined later. */
  readonly wanted: NotesFile<{ name: string; about?: string }>
  /** Which peers open a meeting place, by node. */
  readonly places: NotesFile<PlaceNote>
  readonly events: EventHub
  /** What a person should know of what happened here. */
  readonly findings: Findings
  /** Damaged notes, where they lie now: said in the findings. */
  readonly laidAside: readonly string[]
}

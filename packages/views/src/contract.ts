import type { Closure, Completeness, Divergence, PlacedRecord } from '@allmende/rules'
import type {
  AnyRecord,
  Clock,
  CommentAnchor,
  CommonsId,
  Derivation,
  DeviceId,
  FileList,
  GoodType,
  Logger,
  LogKey,
  Parts,
  PersonId,
  RecordId,
  Settled,
} from '@allmende/vocabulary'
import type {
  About,
  AboutItems,
  AboutList,
  AboutPage,
  AboutPageQuery,
  AboutQuery,
  ExplosionView,
  Lineage,
  PartsView,
} from './contract-about.ts'

export type * from './contract-about.ts'

/** What is needed to open the views: one database file for all commons of this home. */
export interface ViewsOptions {
  /** Path of the database. It may be deleted at any time: the logs hold everything that is in it. */
  file: string
  logger: Logger
  /** Only for telling a good dated in the future apart; the system's clock when absent. */
  clock?: Clock
}

/** One packed block of a `records` log, as `logs` reads it. */
export interface IngestBlock {
  block: number
  records: Uint8Array[]
}

/** A run of blocks of one log. Who wrote it is what `logs` verified, never what a record claims. */
export interface Ingest {
  commons: CommonsId
  log: LogKey
  person: PersonId
  device: DeviceId
  /** True for a log of this computer. */
  own: boolean
  blocks: IngestBlock[]
}

/** What things are narrowed by. Texts are compared without regard to accents and case, but for `licence`. */
export interface Narrowing {
  commons?: CommonsId | undefined
  licence?: string | undefined
  type?: GoodType | undefined
  /** A whole tag. */
  tag?: string | undefined
  author?: PersonId | undefined
  /** Built at a place whose name has these words, by anybody. */
  place?: string | undefined
  /** Only goods that somebody who doesn't tend them has built. */
  builtByOthers?: boolean | undefined
  /** Only goods at least this complete, 0 to 100. */
  complete?: number | undefined
  /** "Buildable with": goods that say what they are made with, all of it in this list. Parts that are made after other goods don't count. */
  needs?: readonly string[] | undefined
  /** Things to be left out. */
  except?: readonly RecordId[] | undefined
}

/** `alive`: changed or built lately first, with a picture and with builds that work before those without. `newest`: by the last change. */
export type Order = 'relevance' | 'alive' | 'newest'

export interface FindQuery extends Narrowing {
  /** What a person typed: any string is safe. Words are joined by "and", quotes keep a phrase together, the last word may be a beginning. */
  words?: string | undefined
  kind?: string | undefined
  /** When absent: by relevance if there are words, else the newest first. */
  order?: Order | undefined
  /** 1 to 200; 20 when absent. */
  limit?: number | undefined
  /** Results to be left out, from the beginning or from the cursor on. */
  offset?: number | undefined
  /** `next` of the page before, of the same search. */
  cursor?: string | undefined
}

/** How often a good was built; `byOthers` by people who don't tend it, and it worked at least partly. */
export interface BuiltSummary {
  works: number
  byOthers: number
}

/** What of a good a list shows beside its title. */
export interface Showing {
  type?: GoodType
  /** Empty for what is no good. */
  tags: string[]
  /** The picture that shows it best: the path of a file of its newest version, or an address on the web. Written by a stranger. */
  image?: string
  /** Of goods only, as `completeness`. */
  built?: BuiltSummary
  /** 0 to 100. */
  completeness?: number
}

export interface Found extends Showing {
  id: RecordId
  commons: CommonsId
  kind: string
  /** For a comment: the title of what it is about. */
  title: string
  licence?: string
  author: PersonId
  authorName?: string
  /** Milliseconds since the epoch, as the author says. */
  at: number
  /** Plain text around the first word found, or the beginning. */
  snippet: string
  /** For a comment, build, suggestion or outside use: what it is about. */
  about?: RecordId
}

export interface FindResult {
  results: Found[]
  /** How many there are in all, whatever the page. */
  total: number
  /** The cursor of the next page; nothing behind the last one. */
  next?: string
  /** Nothing was found, so these words, which are spelt nearly alike and do occur, were tried. */
  near?: string[]
  /** What was searched for instead, if that found something: the results are of this. */
  searchedFor?: string
}

export interface ListQuery extends Narrowing {
  kind: string
  /** `newest` when absent. The cursor of one order is none of the other. */
  order?: 'alive' | 'newest' | undefined
  /** 1 to 200; 50 when absent. */
  limit?: number | undefined
  /** `next` of the page before. */
  cursor?: string | undefined
}

export interface Listed extends Showing {
  id: RecordId
  commons: CommonsId
  kind: string
  title: string
  licence?: string
  author: PersonId
  authorName?: string
  at: number
  changedAt: number
}

export interface ListResult {
  items: Listed[]
  next?: string
}

/** A thing's first record, or a later one with `files`, `parts` or `version`: its id names exactly this state. */
export interface Version {
  id: RecordId
  /** 1 for the first, in the order every node computes alike: one that arrives late may move those after it. */
  number: number
  label?: string
  at: number
  author: PersonId
  files?: FileList
  /** As this record has them; `Views.parts` gives the whole list as of the version. */
  parts?: Parts
  /** Versions of other goods that it took in. */
  merges: RecordId[]
  /** Suggestions that it answers. */
  settles: Settled[]
  after: RecordId[]
}

export interface CommentView {
  id: RecordId
  text: string
  author: PersonId
  authorName?: string
  at: number
  about: RecordId
  /** The passage of a draft that it is about. */
  anchor?: CommentAnchor
  /** Done with, as its author says, or somebody who may edit the draft. */
  resolved: boolean
}

export interface Thing {
  id: RecordId
  commons: CommonsId
  kind: string
  title: string
  licence?: string
  author: PersonId
  authorName?: string
  at: number
  changedAt: number
  /** All fields as merged, fields this version doesn't know among them. */
  fields: Record<string, unknown>
  derivedFrom?: RecordId
  /** How it was made from that. */
  derivation?: Derivation
  /** The link of `derivedFrom`, if that is in another public commons. */
  origin?: string
  /** Who may change it beside its author. */
  maintainers: PersonId[]
  built: { works: number; partly: number; failed: number; byOthers: number }
  /** Of goods only. Files that aren't named in the record itself are not looked at: who has their list asks `rules` with it. */
  completeness?: Completeness
  /** In the order every node computes alike, oldest first. */
  versions: Version[]
  heads: RecordId[]
  /** Two changes that didn't know of each other set the same field: a person should choose. */
  diverged: boolean
  /** The fields in question with the values to choose from; the last of each is the one shown. */
  divergences: Divergence[]
  /** Oldest first, at most 1,000; `aboutPage` has the others. */
  comments: CommentView[]
  commentCount: number
  /** Of the page behind these comments, for `aboutPage`. */
  nextComments?: string
  /** Records that claim to change this thing and may not: by another person, or of another kind. */
  ignoredChanges: number
}

export interface PersonView {
  person: PersonId
  name?: string
  about?: string
  /** People who vouch for this person. */
  vouchedBy: PersonId[]
  logs: LogKey[]
  records: number
  own: boolean
}

export interface VouchView {
  id: RecordId
  from: PersonId
  to: PersonId
  note?: string
  at: number
}

/** A record of a kind marked as a statement: something said about people, devices or nodes. */
export interface Statement {
  id: RecordId
  kind: string
  /** Who said it: as `logs` verified. */
  author: PersonId
  device: DeviceId
  /** Written on this device. */
  own: boolean
  record: AnyRecord
}

export interface Counts {
  logs: number
  people: number
  blocks: number
  /** All records that are kept, unknown and refused ones among them. */
  records: number
  unknown: number
  refused: number
  /** Things (first records) by kind. */
  things: Record<string, number>
}

export interface RecordView {
  id: RecordId
  commons: CommonsId
  author: PersonId
  device: DeviceId
  kind: string
  /** False for a kind this version doesn't know. */
  known: boolean
  /** The code of the condition it broke; such a record is kept and not folded. */
  refused?: string
  /** The decoded record, unknown fields among them; absent when it can't be decoded. */
  record?: unknown
  bytes: Uint8Array
}

export interface ExportedRecord {
  id: RecordId
  author: PersonId
  bytes: Uint8Array
}

/** So many blocks of a log stay; what comes after them is no longer folded. */
export interface Cut {
  log: LogKey
  blocks: number
}

export interface ChangedEvent {
  commons: CommonsId
  kinds: string[]
  /** At most 100 ids; `more` tells that there were others. */
  things: RecordId[]
  more: boolean
}

export interface RefusedEvent {
  commons: CommonsId
  log: LogKey
  count: number
  /** The first of them. */
  id: RecordId
  code: string
  message: string
}

export interface ViewsEvents {
  changed: [ChangedEvent]
  /** Records that broke a rule were skipped: something a peer did, not an error of ours. */
  refused: [RefusedEvent]
  /** The worker died and runs again: ask for the positions and ingest from there. */
  restarted: [{ reason: string }]
}

export interface Views {
  /**
   * Folds blocks; resolves when they can be found. Idempotent: a block already held is skipped, so a caller may
   * begin again at `position`. Waits while more than 8 MiB are under way. The caller's buffers are copied once and stay its own.
   */
  ingest(blocks: Ingest): Promise<void>
  /** The next block wanted of a log: the first one that is missing. */
  position(commons: CommonsId, log: LogKey): Promise<number>
  positions(commons: CommonsId): Promise<Map<LogKey, number>>
  /** Searches take turns. One that `signal` calls off rejects with its reason, and isn't made if its turn hasn't come. */
  find(query: FindQuery, options?: { signal?: AbortSignal | undefined }): Promise<FindResult>
  /** `id` may be a thing, or any record of it (a version, a change). */
  show(id: RecordId): Promise<Thing | null>
  /** What others wrote about a thing and made of it. `id` as for `show`; null as there. */
  about(id: RecordId, query?: AboutQuery): Promise<About | null>
  /** One of the lists of `about`, or the comments, page by page; null as there. */
  aboutPage<List extends AboutList>(
    id: RecordId,
    list: List,
    query?: AboutPageQuery,
  ): Promise<AboutPage<AboutItems[List]> | null>
  /** The parts list as of a version (any record of the good that counts); null if that isn't here. */
  parts(version: RecordId): Promise<PartsView | null>
  /**
   * The parts list of a version with those of all its sub-assemblies, summed, circles told and not followed. A line that names
   * a good means the good as it is now; one that names a version, that version. What isn't here is told as unknown, the version
   * itself too.
   */
  explode(version: RecordId): Promise<ExplosionView>
  /** Which parts and tools a version needs, and those in turn, and which of them have free designs here. */
  closure(version: RecordId): Promise<Closure>
  /** The versions of a thing and where they came from; null as in `show`. */
  lineage(id: RecordId): Promise<Lineage | null>
  /** All records that name the thing `id` belongs to, those that don't count among them: for judging by cited heads with `rules`. */
  history(id: RecordId): Promise<PlacedRecord[]>
  /** Newest change first; what is dated in the future counts as changed when it came. */
  list(query: ListQuery): Promise<ListResult>
  /** Things that records of a person change, whoever made them; without a right to it nothing came of such a change. */
  changedBy(commons: CommonsId, person: PersonId): Promise<RecordId[]>
  people(commons: CommonsId): Promise<PersonView[]>
  vouches(commons: CommonsId): Promise<VouchView[]>
  /** All statements of these kinds, in an order that is alike on every node: by log, and in each as they were written. */
  statements(commons: CommonsId, kinds: readonly string[]): Promise<Statement[]>
  counts(commons: CommonsId): Promise<Counts>
  record(id: RecordId): Promise<RecordView | null>
  /** Every record that is held and not refused, byte for byte, unknown kinds among them; ordered by log and position. */
  exportRecords(commons: CommonsId): AsyncIterable<ExportedRecord>
  /** Everything that was folded, in one canonical text: equal on any two nodes that hold the same records. For tests and for `check`. */
  dump(): Promise<string>
  /**
   * Leaves out the later blocks of logs, as if they had never come, and folds the rest again; what is cut may be ingested
   * anew. Tells whether anything was cut. Costs a rebuild where it was: somebody was blocked or excluded, which is rare.
   */
  cut(cuts: readonly Cut[]): Promise<boolean>
  /** Folds again from the kept record bytes. `complete` false: the file was damaged, all positions are 0, ingest again. */
  rebuild(): Promise<{ complete: boolean; records: number }>
  check(): Promise<{ ok: boolean; problems: string[] }>
  close(): Promise<void>
  on<E extends keyof ViewsEvents>(event: E, listener: (...args: ViewsEvents[E]) => void): void
  off<E extends keyof ViewsEvents>(event: E, listener: (...args: ViewsEvents[E]) => void): void
}

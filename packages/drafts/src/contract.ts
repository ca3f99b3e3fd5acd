import type { DraftState } from '@allmende/rules'
import type {
  Clock,
  CommonsId,
  CoreKey,
  DeviceId,
  LogKey,
  Logger,
  PersonId,
  Random,
  RecordId,
} from '@allmende/vocabulary'
import type { DraftLimits } from './limits.ts'

/**
 * One piece of a text change: at `at`, `del` characters go and `ins` comes. Positions count UTF-16 units, as
 * JavaScript strings do. In a list each one stands on the result of the one before it.
 */
export type TextPatch = { at: number; del: number; ins: string }

/** A value beside the text. Whole numbers within ±2^53, others finite; text has at most `PART_TEXT` UTF-16 units. */
export type DraftScalar = string | number | boolean | null

/** What a draft has beside its text. Fields are flat, keys are what the vocabulary calls them. */
export type DraftParts = {
  fields: Record<string, DraftScalar>
  /** In order. Lines have ids of their own, which the one that adds them makes (random, so that none is made twice). */
  lines: { id: string; fields: Record<string, DraftScalar> }[]
  /** By path. The content is a compact reference, opaque to drafts. */
  files: { path: string; content: DraftScalar }[]
  marks: { from: number; to: number; name: string; value: DraftScalar }[]
  /** Places that two set apart (`fields/KEY`, `lines/ID/KEY`, `files/PATH`): all values that stand there, the one shown first. */
  conflicts: { place: string; values: DraftScalar[] }[]
}

/** A field, a file, a line, or a field of a line; its field `order` says where it stands. */
export type DraftPartPlace = { field: string } | { file: string } | { line: string; field?: string }

/** Who made the change that set what is shown in a place, or, with `gone`, took it out. Of a line: who put it in. */
export type DraftPartAuthor = {
  of: DraftPartPlace
  gone?: true
  author: PersonId
  guest?: string
  /** The author's own label, as in `DraftChange`. */
  at: number
  hash: string
}

/** One edit of what is beside the text. `null` takes out what is named. */
export type DraftPartEdit =
  | { set: string; value: DraftScalar }
  | { line: string; set: string; value: DraftScalar }
  /** Behind the line `after`, or before all others. */
  | { addLine: string; after: string | null; fields: Record<string, DraftScalar> }
  | { moveLine: string; after: string | null }
  | { dropLine: string }
  | { file: string; content: DraftScalar }
  /** Of the text as this handle shows it. */
  | { mark: string; from: number; to: number; value: DraftScalar }

/** What drafts need of one commons' logs; `CommonsLogs` of the package `logs` fits. */
export interface EditsLogs {
  id: CommonsId
  /** Opens the own edits core for writing. Its key goes into the actor of every session, so it must be known first. */
  openOwnEdits(): Promise<{ log: LogKey; edits: CoreKey; person: PersonId }>
  /**
   * Appends entries durably, in order; resolves with how many of them, from the first, are in the core `core`, the one
   * they were made for (all, when it does not say). A sealed log goes on in another core, where nobody would take the rest: actors are derived from
   * the key. Rejects with `DRAFT_LOG_MOVED` when that is known before.
   */
  appendEdits(entries: Uint8Array[], core: CoreKey): Promise<number | void>
  /** Entries of one log's edits core from a block on, contiguous, as far as they are held here. */
  readEdits(log: LogKey, from: number): AsyncIterable<{ block: number; entries: Uint8Array[] }>
  /** The bound logs known so far. */
  authors(): Iterable<EditsAuthor>
  /** Edits of somebody who is not heard here (blocked, excluded): they count only where those of others rest on them. */
  isQuiet?(log: LogKey, block: number): boolean
}

/** Whose a log is: told by its verified first entry, never by an edit. */
export type EditsAuthor = {
  log: LogKey
  edits: CoreKey
  person: PersonId
  device?: DeviceId
  /** Blocks of the edits core held here, where that is known without opening it: thousands of logs are passed over. */
  blocks?: number
}

/** Who may edit, as the records of a draft stood at certain heads. */
export type DraftRight = DraftState

/** What drafts need of the records: the state of a draft's own records, at heads an edit cites. */
export interface DraftRecords {
  /** The records a new edit should cite: the present heads of the draft's own history. */
  heads(draft: RecordId): Promise<RecordId[]>
  /** The right as of these heads; `null` while one of them is not held here yet (the edit waits then). */
  right(draft: RecordId, heads: readonly RecordId[]): Promise<DraftRight | null>
  /**
   * Hashes of the offered changes that records of the draft accept, each judged by whether its author might edit as of the
   * heads it cites, and left out while one of those is not held here. It only ever grows, but for `heard`.
   */
  accepted?(draft: RecordId): Promise<readonly string[]>
  /** Others are heard than before: no earlier answer holds. */
  forget?(): void
}

export type DraftsOptions = {
  /** Where snapshots and the index of edits lie. Everything in it can be deleted at any time. */
  dir: string
  logger: Logger
  clock: Clock
  random: Random
  /** Worker threads for Automerge, 1 by default. */
  workers?: number
  /** How long a draft that nobody uses stays in memory, in milliseconds. */
  idleMs?: number
  /** What one draft may have; for tests. */
  limits?: DraftLimits
}

/** A change that was not let in: an outcome, never an exception. Alike on every node that holds the same logs. */
export type RefusedChange = {
  commons: CommonsId
  draft: RecordId | null
  log: LogKey
  person: PersonId
  block: number
  index: number
  /** The code of the rule it broke, from `errors.ts`. */
  code: string
  message: string
  /** True when it was only found by a worker's death: kept out here, though another node may have got through it. */
  quarantined?: true
}

/** One of the limits of a draft, and how much of it is used. */
export type DraftMeasure = {
  what: keyof DraftLimits | 'fields' | 'lines' | 'files'
  now: number
  limit: number
}

/** In whose name, or how, the edits of a handle are made. Handles that differ in it write in sessions of their own. */
export type DraftAs = {
  /** Somebody without an account who edits through this node: a label that its person vouches for. At most 64 characters. */
  guest?: string
  /** Edits are only offered (`offer`): they count when somebody who may edit accepts them. */
  offers?: boolean
}

export type DraftChange = {
  author: PersonId
  /** The name of somebody without an account who wrote it through the author's node. */
  guest?: string
  /** The author's own label in milliseconds since the epoch, to the second. It proves nothing. */
  at: number
  /** Characters put in and taken out. */
  ops: number
  /** Names one opening of the draft by one device. */
  session: string
  hash: string
}

/** A passage of the text as it is now, with the change that put it in. */
export type DraftPassage = { text: string; author: PersonId; guest?: string; at: number; hash: string }

/** What an offered change would do to the text it was made on, and where that passage is now. */
export type OfferedPassage = {
  hash: string
  /** The passage in the text as it is now. */
  from: number
  to: number
  takes: string
  puts: string
  /** What stood before and behind it in the text it was made on, a little of each. */
  before: string
  after: string
  /** The passage reads otherwise now than it did then. */
  changed: boolean
}

/** An offered change that nobody accepted, with whose it is; `at` is the author's own label, as in `DraftChange`. */
export type DraftOffer = OfferedPassage & { author: PersonId; guest?: string; at: number }

/** What came since a text was seen. With `base` and `ours` alike nothing was written apart from it. */
export type DraftSince = {
  changes: DraftChange[]
  /** The text that both sides go back to, as it was seen, and as the new changes had it. */
  base: string
  ours: string
  theirs: string
}

export type DraftChangedEvent = {
  commons: CommonsId
  draft: RecordId
  origin: 'local' | 'remote'
  /** From the text as this handle showed it before, to the text now. */
  patches: TextPatch[]
  /** Something beside the text changed too, or alone: then there are no patches. */
  parts?: true
  /** The heads of the text now, own edits under way left out. */
  heads: string[]
}

/** One open draft. Positions refer to the text as this handle last showed it: through `text()` or `changed`. */
export interface DraftHandle {
  readonly commons: CommonsId
  readonly draft: RecordId
  text(): Promise<string>
  heads(): Promise<string[]>
  /** Text and heads of the same moment: what an editor needs to come back with `replaceWith`. */
  read(): Promise<{ text: string; heads: string[] }>
  /**
   * Takes out `del` units at `at` and puts `ins` there. Seen at once; durable after `flush()`. An edit that cuts a
   * character of two units in half is moved to its edges (`changed` tells), half a character in `ins` becomes U+FFFD.
   * Throws `DRAFT_RANGE`, `DRAFT_CLOSED`.
   */
  splice(at: number, del: number, ins: string): void
  /**
   * Makes the text what an editor left behind. `base` are the heads of the text the editor began with: only the
   * difference to *that* is applied, so that what others wrote meanwhile stays.
   */
  replaceWith(text: string, base?: readonly string[]): Promise<void>
  /** What the draft has beside its text, own edits among it. */
  parts(): Promise<DraftParts>
  /** The same as it was at these heads, as `textAt`. Throws `DRAFT_HEADS_UNKNOWN`. */
  partsAt(heads: readonly string[]): Promise<DraftParts>
  /** Who set what stands beside the text, and who took out what stood there: places of which anything was ever set, but for marks. */
  partsBlame(): Promise<DraftPartAuthor[]>
  /**
   * Sets what is beside the text: all of it in one change, or nothing. Durable after `flush()`. An edit that nothing can be
   * made of (a line that isn't there, a value too long) rejects with `DRAFT_PART`, one past a limit with `DRAFT_FULL`.
   */
  editParts(edits: readonly DraftPartEdit[]): Promise<void>
  /** Ends the batch under way. Resolves when every edit made before is durable, rejects when one cannot be made so. */
  flush(): Promise<void>
  /** Says that somebody follows the draft live (a peer has it open): edits go out fast then, as when others write. */
  follow(live: boolean): void
  history(): Promise<DraftChange[]>
  /** Who wrote what: the whole text in passages, in order. */
  blame(): Promise<DraftPassage[]>
  /** What all but this person wrote since these heads; null when one of them isn't known here (any more). */
  since(heads: readonly string[], self: PersonId | null): Promise<DraftSince | null>
  /** The text as it was at these heads: the hash of one change means what its author had before them when it was made. Throws `DRAFT_HEADS_UNKNOWN`. */
  textAt(heads: readonly string[]): Promise<string>
  /** The id of the character before `at` (`counter@actor`, Automerge's own), which it keeps for ever; '' for the beginning. */
  anchor(at: number): Promise<string>
  /** Where the places behind these characters are now: of one that was taken out, where it was; null for what names none. */
  place(anchors: readonly string[]): Promise<(number | null)[]>
  /**
   * Offers what `text` has otherwise than the text at `base`, in pieces that can be accepted one by one: hashes of changes that
   * are durable and held by everybody, shown in no text. For anybody, also who may not edit. Throws `DRAFT_CLOSED_BY_AUTHOR`, `DRAFT_HEADS_UNKNOWN`.
   */
  offer(text: string, base: readonly string[]): Promise<string[]>
  /** What is offered and not accepted, in the order of the text. Whether somebody declined it is for the records to say. */
  offers(): Promise<DraftOffer[]>
  /** Edits that wait for something that is not held here: changes they rest on, or records they cite. */
  waiting(): Promise<number>
  /** How much of each limit is used. An edit beyond one is refused with `DRAFT_AT_LIMIT`; taking text out is always possible while edits are left. */
  size(): Promise<DraftMeasure[]>
  on(event: 'changed', listener: (event: DraftChangedEvent) => void): () => void
  on(event: 'failed', listener: (error: Error) => void): () => void
  close(): Promise<void>
}

export interface Drafts {
  /** Begins to follow the edits of a commons: catches up with its logs from where the index stands. */
  attach(logs: EditsLogs, records: DraftRecords): Promise<void>
  detach(commons: CommonsId): Promise<void>
  /** Idempotent per draft: a second opening shares the document and has its own view of it. Throws `DRAFT_GUEST_NAME`. */
  open(commons: CommonsId, draft: RecordId, as?: DraftAs): Promise<DraftHandle>
  /**
   * Edits that arrived (or were written here), after they are durable. Blocks already known are passed over, a
   * gap is read from the log. Without entries it only says that the log has grown.
   */
  ingest(commons: CommonsId, author: EditsAuthor, block?: number, entries?: Uint8Array[]): Promise<void>
  /** The records of a draft changed: edits that waited for them are judged again. */
  recordsChanged(commons: CommonsId, draft?: RecordId): Promise<void>
  /**
   * Who is heard in a commons, in a word of the caller's (empty: everybody). Where it is another than the last time, also in an
   * earlier run, `isQuiet` and the records answer otherwise: all drafts are judged anew from the logs.
   */
  heard(commons: CommonsId, who: string): Promise<void>
  /** Drafts of which any edit is known here. */
  known(commons: CommonsId): RecordId[]
  /** What was kept out of a draft, as far as it was judged here; the newest, also of earlier runs. */
  refusals(commons: CommonsId, draft: RecordId): RefusedChange[]
  on(event: 'refused', listener: (refused: RefusedChange) => void): () => void
  /** Writes snapshots and the index, stops the workers. */
  close(): Promise<void>
}

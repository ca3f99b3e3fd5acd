// The contract of this package: what the floors above are promised. No logic here.
import type {
  Clock,
  CommonsId,
  CoreKey,
  DeviceId,
  LogKey,
  Logger,
  NodeId,
  PersonId,
  Random,
  RecordId,
} from '@allmende/vocabulary'
import type Hypercore from 'hypercore'

export type { Hypercore }

/** The chain of keys of one commons: each is derived from the one before (read → replicate → topic). */
export type CommonsKeys = {
  /** Opens everything. */
  readKey: Uint8Array
  /** Proves to peers that one may carry the ciphertext; all that a mirror is given. */
  replicateKey: Uint8Array
  /** Where peers meet. */
  topic: Uint8Array
  /** What every core of the commons is encrypted with; derived from the read key. */
  encryptionKey: Uint8Array
  id: CommonsId
  isPublic: boolean
  /** Which read key this is; 0 until somebody was excluded. */
  epoch: number
}

export type LogsOptions = {
  /** The home folder; this package writes `store`, `own`, `identity` and `evidence` in it. */
  dir: string
  clock: Clock
  random: Random
  logger: Logger
  /** No lock, no redo, no writing: for looking into a home that nobody serves. */
  readOnly?: boolean
  /** Take over a copied folder: its own logs are sealed, the next write opens new ones. */
  adoptCopy?: boolean
  /** Names the running boot of this computer; parameter for tests, else read from the system. */
  bootId?: string
  /** Bytes kept back on disk so that a full disk can be left again; parameter for tests. */
  reserveBytes?: number
}

/**
 * What the 24 words give beside the root, and every device of the person has: it finds, opens and signs the list of one's commons.
 * It attests nothing.
 */
export type AccountKeys = {
  /** All else is derived from it. */
  secret: Uint8Array
  publicKey: Uint8Array
  secretKey: Uint8Array
  encryptionKey: Uint8Array
  /** Where those meet who look for the account or keep its document. */
  topic: Uint8Array
}

export type Identity = { person: PersonId; device: DeviceId }

/** Something a person or an operator should know; reported once, kept in `findings` until closing. */
export type Finding = {
  kind: FindingKind
  /** One sentence in plain words. */
  message: string
  commons?: CommonsId
  log?: LogKey
  core?: CoreKey
  fields?: Record<string, unknown>
}

export type FindingKind =
  | 'unclean-stop'
  | 'journal-replayed'
  | 'journal-damaged'
  | 'rolled-back'
  | 'copied'
  | 'own-log-sealed'
  | 'own-log-ahead'
  | 'forked-log'
  | 'binding-refused'
  | 'unreadable-block'
  | 'store-full'
  | 'store-reopened'

export type CoreRole = 'records' | 'edits' | 'files'

/** The head of a core: what its author has signed last, as far as we know. */
export type Head = {
  length: number
  fork: number
  rootHash: Uint8Array
  /** The author's signature over it; null when the head came without one (it proves nothing then). */
  signature: Uint8Array | null
}

export type CoreHead = Head & { core: CoreKey; which: CoreRole; log: LogKey; contiguous: number }

export type LogState = {
  key: LogKey
  person?: PersonId
  device?: DeviceId
  edits?: CoreKey
  files?: CoreKey
  /** Blocks the author has signed, as far as we know. */
  length: number
  /** Blocks we hold without a gap from the first. */
  contiguous: number
  fork: number
  /** Written on this device. */
  own: boolean
  /** Block 0 was verified: the log speaks in the name of `person`. */
  bound: boolean
  /** There is evidence that its author signed two histories, or truncated. */
  forked: boolean
  /** By which way it first came here, as whoever added it named the way; kept with the log once it is bound. */
  from?: string
  /** An own log that is never appended to again. */
  sealed?: boolean
}

/**
 * What became of a head that a peer showed:
 * `same`, `behind` (the peer lacks blocks), `ahead` (we lack blocks), `unproven` (no signature, or no
 * manifest to check it with: ask for the signed head), `invalid` (the signature is wrong: the peer made it
 * up), `forked` (evidence was kept), `sealed` (an own log had a longer head elsewhere and is never appended
 * to again), `unknown` (not a core of this commons).
 */
export type HeadVerdict =
  | 'same'
  | 'behind'
  | 'ahead'
  | 'unproven'
  | 'invalid'
  | 'forked'
  | 'sealed'
  | 'unknown'

export type ForkEvidence = {
  core: CoreKey
  log: LogKey
  commons: CommonsId
  /** `fork-number`: a signed head with a fork above 0; `two-heads`: two signed histories. */
  reason: 'fork-number' | 'two-heads'
  heads: Head[]
  manifest: Uint8Array | null
  /** ms since the epoch, by our clock. */
  at: number
  from?: NodeId
}

export type ReadBlock = {
  block: number
  records: Uint8Array[]
  /** The code of why the block could not be read; `records` is empty then. Later blocks go on. */
  refused?: string
}

export type ReadEdits = { block: number; entries: Uint8Array[]; refused?: string }

export type Appended = { core: CoreKey; which: CoreRole; log: LogKey; length: number; own: boolean }

export interface CommonsEvents {
  /** Blocks are readable up to `length`; own ones are on disk by then. Gathered: one event may cover many blocks. */
  appended: [Appended]
  /** A log was verified and now speaks in the name of a person. */
  bound: [LogState]
  forked: [ForkEvidence]
  /** The store was closed and opened again after a failed write: sessions got before are dead, ask for new ones. */
  reopened: []
}

export interface FilesWriter {
  /** Our own files core, encrypted, writable, block 0 taken by the binding: give it to hyperblobs. */
  core: Hypercore
  key: CoreKey
  log: LogKey
  /** Resolves when everything appended so far is on disk. To be called before a record that refers to it is written. */
  sync(): Promise<void>
  close(): Promise<void>
}

export type Prefix = {
  manifest: Uint8Array
  blocks: Uint8Array[]
  signature: Uint8Array
  length: number
}

/** What a core has from a block on, to its end: for somebody who has all that comes before. */
export type Rest = Prefix & {
  /** Number of the first block. */
  from: number
  /** Subtrees that cover what comes before, from left to right. */
  left: TreeNode[]
}

/** What a mirror has of the chain: enough to carry ciphertext, nothing to read it. */
export type MirrorKeys = Pick<CommonsKeys, 'replicateKey' | 'topic' | 'id' | 'isPublic'>

/** A node of a core's hash tree, numbered in hypercore's way. */
export type TreeNode = { index: number; size: number; hash: Uint8Array }

/**
 * Blocks of one core that lie beside each other, with the hashes that tie them to a head its author has signed: it
 * can be checked by itself, whatever one has of the core.
 */
export type Piece = {
  core: CoreKey
  which: CoreRole
  manifest: Uint8Array
  /** The signed head. */
  length: number
  signature: Uint8Array
  /** Number of the first block. */
  from: number
  /** Ciphertext. */
  blocks: Uint8Array[]
  /** Subtrees that cover what lies before the blocks, and behind them, from left to right. */
  left: TreeNode[]
  right: TreeNode[]
}

/** A piece whose author has signed it; whether it contradicts what is here, taking it in tells. */
export type CheckedPiece = Pick<Piece, 'core' | 'which' | 'from' | 'blocks'> & {
  manifest: Hypercore['manifest'] & object
  head: Head
  /** All hashes that follow from the piece, by number. */
  nodes: ReadonlyMap<number, TreeNode>
}

/**
 * What became of a piece: `taken` · `here` (nothing of it was missing) · `gap` (what comes before it isn't here) ·
 * `unlinked` (it can't be tied to what is here: that is of a later or other state) · `forked` (it contradicts what is
 * here; evidence was kept) · `refused` (block 0 doesn't bind it) · `unknown` (no log that is here names this core).
 */
export type PieceOutcome = 'taken' | 'here' | 'gap' | 'unlinked' | 'forked' | 'refused' | 'unknown'

/** What carrying the logs of a commons takes: all that exchange with peers asks for, and nothing that reads or writes in somebody's name. */
export interface CarriedLogs {
  readonly id: CommonsId
  readonly keys: MirrorKeys
  /** The logs we write to in this commons; null before the first write. */
  readonly own: { log: LogKey; edits: CoreKey; files: CoreKey } | null
  /** A log that a peer told of. It is kept, and listed after a restart, only once it is bound. */
  addLog(key: LogKey, from?: string): Promise<LogState>
  log(key: LogKey): LogState | null
  logs(): LogState[]
  /** Which log a core belongs to, if it is known. */
  owner(key: CoreKey): { log: LogKey; which: CoreRole } | null
  /** A core of this commons that lies here, by its discovery key. */
  find(discoveryKey: Uint8Array): Promise<{ core: CoreKey; which: CoreRole } | null>
  /** Decrypted blocks from `from` as far as they lie here without a gap; block 0 is the binding. */
  read(key: LogKey, from: number, to?: number): AsyncIterable<ReadBlock>
  /** The edits of a bound log whose edits core carries the same binding; block 0 is left out. */
  readEdits(key: LogKey, from: number, to?: number): AsyncIterable<ReadEdits>
  /** A decrypting, read-only session; the caller closes it. */
  core(key: CoreKey): Promise<Hypercore>
  /** A plain (ciphertext) session for attaching to a peer; the caller closes it. */
  raw(key: CoreKey): Promise<Hypercore>
  /** From memory; null when nothing of the core is here. */
  head(key: CoreKey): Head | null
  /** All heads of all known cores with a length above 0: what peers compare. */
  heads(): CoreHead[]
  reportHead(key: CoreKey, head: Head, from: NodeId): Promise<HeadVerdict>
  exportPrefix(key: LogKey): Promise<Prefix | null>
  /** A whole log handed over at once. `refused` leaves nothing behind. Only where nothing of the log is here yet. */
  importPrefix(key: LogKey, prefix: Prefix, from?: string): Promise<'ok' | 'refused'>
  /** What a core of records or edits has from a block on; null when that can't be given in one. */
  exportRest(key: CoreKey, from: number): Promise<Rest | null>
  /**
   * Takes in the rest of a core by one signature. `refused`: the author hasn't signed it, nothing is left behind; `late`: it doesn't fit to
   * what is here.
   */
  importRest(key: CoreKey, rest: Rest, from: NodeId): Promise<'ok' | 'refused' | 'late'>
  /** The first block of a log as it lies here (ciphertext): all that is needed to see whose it is. */
  firstBlock(key: LogKey): Promise<Uint8Array | null>
  /** Whose log it is by a first block that a peer has shown; null when it doesn't prove that. Nothing is kept. */
  whose(key: LogKey, firstBlock: Uint8Array): PersonId | null
  /** Bytes of the blocks of a core that lie here without a gap. Reads them. */
  heldBytes(key: CoreKey): Promise<number>
  evidence(): ForkEvidence[]
  on<K extends keyof CommonsEvents>(event: K, listener: (...args: CommonsEvents[K]) => void): this
  off<K extends keyof CommonsEvents>(event: K, listener: (...args: CommonsEvents[K]) => void): this
}

export interface CommonsLogs extends CarriedLogs {
  readonly keys: CommonsKeys
  readonly isPublic: boolean
  /**
   * Writes encoded records to the own log and resolves when they are on disk; peers are told after that.
   * Callers within a burst share one append. Errors: IDENTITY_MISSING, COMMONS_READ_ONLY, STORE_FULL, LOG_APPEND.
   */
  append(records: Uint8Array[]): Promise<{ ids: RecordId[] }>
  /** Like `append`, for the edits core. `log` names whose edits they are, `block` and `index` where in its edits core. */
  appendEdits(entries: Uint8Array[]): Promise<{ places: { log: LogKey; block: number; index: number }[] }>
  filesWriter(): Promise<FilesWriter>
  /**
   * Forgets blocks of a files core, from the first to before `to` of each range; never its first block, which says whose it
   * is. The log stays as long as it is, an own one too: what was forgotten can be fetched from others like any other content.
   * @returns how many of the blocks were here
   */
  clearFiles(key: CoreKey, ranges: readonly { from: number; to: number }[]): Promise<number>
  /** One record by its position, or null when it isn't here. */
  record(id: RecordId): Promise<Uint8Array | null>
  /** Blocks of a core that are here without a gap from the first; from memory. */
  held(key: CoreKey): number
  /**
   * Blocks of a core, for somebody who isn't connected. It ends at the first block that isn't here. `joint`: how long the
   * core is over there, if that is known.
   */
  exportPieces(key: CoreKey, range: { from: number; to: number; joint?: number }): AsyncGenerator<Piece>
  /** Why a piece can't be what it says: another kind of core, or a first block that doesn't name it. Writes nothing. */
  misfit(piece: CheckedPiece): string | null
  /**
   * Takes in a piece that `checkPiece` found in order, judged like what a peer brings. With `until`, only blocks before
   * that one. Pieces of one core come in order; those of `records` before the others of a log.
   */
  takePiece(piece: CheckedPiece, from: NodeId, until?: number): Promise<PieceOutcome>
}

export interface LogsEvents {
  finding: [Finding]
}

export type CheckReport = {
  ok: boolean
  problems: {
    code: string
    message: string
    /** What the message names. */
    fields?: Record<string, number>
    core?: CoreKey
    log?: LogKey
    commons?: CommonsId
  }[]
  /** Cores looked at, blocks read. */
  cores: number
  blocks: number
}

export interface Logs {
  readonly identity: Identity | null
  /** Makes a person and this device. The words are the person's only key: shown once, kept nowhere. */
  createIdentity(): Promise<Identity & { words: string }>
  /** This device joins the person of the words; it writes logs of its own. */
  restoreIdentity(words: string): Promise<Identity>
  /**
   * Signs as this device of its person; `attestedBy` verifies it. The statement begins with its purpose.
   * Errors: IDENTITY_MISSING.
   */
  attest(statement: Uint8Array): Uint8Array
  /** What somebody sealed to this device (`sealTo`); null for anything else. */
  unseal(sealed: Uint8Array): Uint8Array | null
  /** Null in a home from before there were accounts, until `takeAccount`. */
  readonly account: AccountKeys | null
  /** The account of the person of this home, from their words. Errors: IDENTITY_WORDS, IDENTITY_OTHER. */
  takeAccount(words: string): Promise<AccountKeys>
  /** Why this device writes no more, or null. */
  readonly retired: string | null
  /** Seals all own logs and begins no new ones, now and after every start. For a device that its person has retired. */
  stopWriting(reason: string): Promise<void>
  /** One per commons, however often it is asked for. */
  commons(keys: CommonsKeys, options?: { write?: boolean }): Promise<CommonsLogs>
  readonly findings: Finding[]
  /** Cores open in memory now, of all commons: each costs some 100 kB. */
  readonly openCores: number
  on<K extends keyof LogsEvents>(event: K, listener: (...args: LogsEvents[K]) => void): this
  off<K extends keyof LogsEvents>(event: K, listener: (...args: LogsEvents[K]) => void): this
  /** Resolves when everything that has come so far, from peers as well, is on disk. */
  flush(): Promise<void>
  /**
   * Gives the disk back what was cleared: clearing alone frees nothing. Takes time and room by what stays.
   * @returns the bytes of the store on the disk, before and after
   */
  compact(): Promise<{ before: number; after: number }>
  /** The bytes of the store on the disk. */
  diskBytes(): Promise<number>
  /** Reads everything that lies here and says what is wrong with it. */
  check(): Promise<CheckReport>
  close(): Promise<void>
}

import type { Timings } from './contract.ts'

const KiB = 1024
const MiB = 1024 * KiB

/** A message of ours, and of hypercore's within a batch: DESIGN.md. Twice what a full block with its proof needs, many times over. */
export const MAX_MESSAGE_BYTES = MiB

/** A frame is one message or protomux's batch of them, which it closes when 8 MiB are reached: the last one may go over. */
export const MAX_FRAME_BYTES = 8 * MiB + MAX_MESSAGE_BYTES + 64 * KiB

/**
 * What is sent together is cut into frames of this size, a larger message alone. A frame counts when it is whole: protomux by itself puts
 * all that was asked for at once into one, and a slow line that is cut would lose megabytes each time.
 */
export const MAX_BATCH_BYTES = 64 * KiB

/** A log handed over as a prefix stands unverified in memory until its last block: DESIGN.md. */
export const MAX_PREFIX_BYTES = 8 * MiB

/** Hashes over what lies before the rest of a core: the widest subtrees that cover it, one for each bit of its length. */
export const MAX_REST_HASHES = 32

/**
 * Fewer blocks than these are fetched by attaching the core, which then brings what comes next by itself. Where others are at work on it
 * just now, that is what is wanted, unless much is missing.
 */
export const REST_BLOCKS = 2
export const REST_BLOCKS_LIVE = 32

/** Prefix messages are filled up to here: large enough that the cost per message vanishes, small enough to interleave. */
export const PREFIX_MESSAGE_BYTES = 256 * KiB

/** Blocks in a prefix: 8 MiB of the smallest packed blocks would else be half a million hashes before a signature. */
export const MAX_PREFIX_BLOCKS = 16_384

/** Logs asked for by prefix and not yet answered, per peer: enough that the wire never waits for the next question. */
export const PREFIX_WINDOW = 128

/** Keys in one `want`: a quarter of the window, so that asking goes on while answers come in. */
export const WANT_KEYS = 32

/**
 * Heads in the first pages of a list: a newcomer on a slow line asks for the first logs after 5 kB, not after all of
 * 1.5 MB. Each further page follows when the one before was received, so that what was asked for goes between them.
 */
export const FIRST_PAGES = [64, 256, 1_024] as const

/** Logs that are named to begin with. */
export const MAX_START_HERE = 256

/** A log that is larger waits, when handed over, behind the smaller ones that were asked for with it: a second on a slow line. */
export const LARGE_PREFIX_BYTES = 64 * KiB

/** Heads in one message: 73 bytes each, some 300 KiB, decoded in a few milliseconds. */
export const HEADS_PER_MESSAGE = 4_096

/**
 * Heads one peer may tell in a session: a hundred thousand goods by as many people, records and edits, and room.
 * What a peer claims costs memory here, so it must end somewhere.
 */
export const MAX_HEADS_PER_PEER = 250_000

/** Heads below which buckets cost more than they save: 64 heads are 5 kB, the smallest useful list of buckets 3 kB. */
export const DIRECT_HEADS = 64

/** Heads a bucket should hold on average: twice that cost as much as the hash list itself. */
export const HEADS_PER_BUCKET = 16

/** 2^12 buckets of 12 bytes are 48 KiB: enough for 65,536 heads at 16 each; beyond, buckets grow. */
export const MAX_BUCKET_BITS = 12

/** Of a bucket's hash on the wire. 96 bits: grinding a collision costs 2^48, and gains that one bucket isn't compared. */
export const BUCKET_HASH_BYTES = 12

/** Logs a reader may name: a link names one, a thing's history a few. */
export const MAX_READER_LOGS = 64

/** Signed heads asked for or shown at once: contradictions are rare, and each costs a signature to check. */
export const MAX_SIGNED_HEADS = 64

/** Contradictions one peer may show in a session before it is taken for a liar. */
export const MAX_CONTRADICTIONS = 256

/** Heads of edits cores whose log isn't known yet, kept until it is. One peer alone gets half (`withinShare`). */
export const MAX_UNRESOLVED = 40_000

/** Persons known by the first block of logs that aren't here: some 200 bytes each. */
export const MAX_KNOWN_AUTHORS = 20_000

/** First blocks asked for and not yet shown, per peer; also of one message. */
export const WHOSE_KEYS = 32

/** A first block: the binding is some 600 bytes, and a name of another form than ours may be longer. */
export const MAX_FIRST_BLOCK_BYTES = 4_096

/**
 * Live heads that cost as much as one message: taking in a head is a look-up, yet four thousand fit into a message, and
 * four hundred messages a second would keep a core busy.
 */
export const HEADS_PER_TOKEN = 32

/**
 * Newcomers' logs asked for by prefix at once, per peer: at most 8 MiB come in before their sum is looked at again, and a
 * line with 300 ms there and back isn't idle between two questions.
 */
export const NEWCOMER_WINDOW = 32

/** Received prefixes that wait for the disk; beyond, the stream is not read. */
export const MAX_IMPORT_BYTES = 16 * MiB

/** Prefixes written at once: they gather in the database's batches. */
export const PARALLEL_IMPORTS = 32

/** Connections with nothing in common that are kept: they may have something later, but strangers cost memory now. */
export const MAX_STRANGERS = 32

/** Versions one peer may say it holds. */
export const MAX_HOLDINGS = 10_000

/** Messages of ours a peer may send: a burst for a reconcile of the largest commons, then a steady rate far above live use. */
export const MESSAGE_BURST = 4_000
export const MESSAGES_PER_SECOND = 400

/**
 * Reconciles a peer may begin anew in a session: each may cost us the whole list of heads for a message of 40 bytes, so
 * there is a handful for people who vouch, and then one in ten seconds.
 */
export const RECONCILE_BURST = 20
export const RECONCILES_PER_SECOND = 0.1

/** Channels a peer may open in a second: 10,000 cores that all changed, attached within a minute, stay below. */
export const OPENS_BURST = 4_000
export const OPENS_PER_SECOND = 400

/**
 * Cores fetched at once from all peers: each open one costs some 100 kB and descriptors (5,000 were 484 MB). One peer alone
 * gets half (`withinShare`), so that whoever announces much and gives nothing leaves room for others.
 */
export const MAX_ATTACHED = 128

/** Cores kept open of one commons, those in use apart: an open one answers at once, and costs some 100 kB. */
export const MAX_OPEN = 256

/** Cores one peer may have attached here: it should fetch in turns as we do. */
export const MAX_SERVED_PER_PEER = 512

/** Peers one core is fetched from at once: more don't make it faster, and every one costs a channel. */
export const SOURCES_PER_CORE = 3

/** What a line brings that isn't slow on purpose: a quarter of 2 kB a second, so that four peers may share one. */
export const LEAST_BYTES_PER_SECOND = 512

/** How much longer than who is quiet somebody keeps its place at a core whose line brings that, but nothing of the core. */
export const LIVELY_TIMES = 8

/** How often the time that a peer has at a core is doubled after it had to leave its place. */
export const MAX_DOUBLED = 3

/** Blocks in a core as far as hypercore's messages may speak of them: 4 TiB in blocks of 64 KiB. Bitfields are sized by it. */
export const MAX_BLOCKS = 2 ** 26

/** A newcomer's log up to here is taken whole: at most 256 KiB, less than its quota in bytes. Longer ones are counted block by block. */
export const QUOTA_FREE_BLOCKS = 4

/** Connections one node may hold to us besides the one in use: the side that decides is given time, not memory. */
export const MAX_CONNECTIONS_PER_NODE = 4

export const DEFAULT_TIMINGS: Timings = {
  /** To prove something in common: a round trip on the worst satellite link, many times over. */
  proof: 15_000,
  /** Between two messages of a reconcile that isn't finished. */
  reconcile: 30_000,
  /** Between two answers to a prefix asked for. Then the log goes over by ordinary replication. */
  handOver: 20_000,
  /** An attached core that nothing happened on: longer than a pause in a conversation, shorter than a coffee. */
  idle: 45_000,
  /** Between two reconciles of a session, as a net below everything that is told live: 40 bytes when all is well. */
  again: 300_000,
  /** Between pings: 60 bytes. Often, so that a peer whose cable is out isn't said to be there for long. */
  ping: 5_000,
  /** Nothing came for so long: two pings are unanswered, and the empty message that transports send every ten seconds is missing too. */
  silent: 12_000,
  /** The older of two connections must answer within this, or the newer one takes its place. */
  duplicate: 3_000,
  /** What a transport may take to close what it has open. Everything acknowledged is on disk by then. */
  close: 5_000,
}

/** Between two events of progress: often enough for a bar on a screen. */
export const PROGRESS_MS = 100

/** What the last words on a connection may take when a node leaves: some round trips on a slow line. */
export const GOODBYE_MS = 600

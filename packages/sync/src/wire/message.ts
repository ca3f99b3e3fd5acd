/** What peers say to each other inside a proven commons. One byte of type, then the fields in this order. */
export type Message =
  | DigestMessage
  | BucketsMessage
  | HeadsMessage
  | WantMessage
  | PrefixMessage
  | NoPrefixMessage
  | PingMessage
  | HoldingMessage
  | FetchingMessage
  | AskSignedMessage
  | SignedMessage
  | AskWhoseMessage
  | WhoseMessage
  | WantRestMessage

/**
 * The first word of a reconcile: a hash over the whole set of heads, and how many they are. A reader that wants a few
 * logs only names them in `only`, and is told of no others.
 */
export type DigestMessage = { type: 'digest'; root: Uint8Array; count: number; only: Uint8Array[] }

/** The set in 2^bits buckets by the first bits of the key; each is hashed. */
export type BucketsMessage = { type: 'buckets'; bits: number; hashes: Uint8Array[] }

/**
 * How far a core has come at the sender. `length`, `fork` and `root` are the signed head, `held` are the blocks without a
 * gap from the first: a core whose head is known but whose blocks are missing is not in sync.
 */
export type Head = {
  key: Uint8Array
  which: 'records' | 'edits'
  length: number
  fork: number
  held: number
  root: Uint8Array
}

/** `live`: something happened just now. `last`: the reconcile's list is complete. */
export type HeadsMessage = { type: 'heads'; live: boolean; last: boolean; heads: Head[] }

/** Asks for whole small logs of which nothing is here. */
export type WantMessage = { type: 'want'; keys: Uint8Array[] }

/**
 * A log from its first block with one signature over all. A log larger than a message goes in parts: each part but
 * the last says `more`, the manifest comes with the first and the signature with the last.
 */
export type PrefixPart = {
  key: Uint8Array
  /** Of the first part of what goes on from a block, where there is something before it: see `WantRestMessage`. */
  rest?: RestHead
  more: boolean
  manifest: Uint8Array
  signature: Uint8Array
  blocks: Uint8Array[]
}
export type PrefixMessage = { type: 'prefix'; parts: PrefixPart[] }

/** Asks for what cores have from a block on, if they have at most so many bytes in all. */
export type WantRest = { key: Uint8Array; from: number; most: number }
/** Answered as what is asked for by prefix, with the hashes over what lies before. */
export type WantRestMessage = { type: 'want-rest'; wants: WantRest[] }

export type RestHead = { from: number; left: { index: number; size: number; hash: Uint8Array }[] }

/** These were asked for by prefix and are not given so: fetch them by replication. */
export type NoPrefixMessage = { type: 'no-prefix'; keys: Uint8Array[] }

export type PingMessage = { type: 'ping' | 'pong'; id: number }

/** Record ids of versions whose files the sender holds all; `first` begins the list anew. */
export type HoldingMessage = { type: 'holding'; first: boolean; versions: string[] }

/** The sender copies this version now, or (not `active`) has stopped. Only for the eyes of whoever shared it. */
export type FetchingMessage = { type: 'fetching'; active: boolean; version: string }

/** A head that contradicts ours, or is ahead of a log we write: show the author's signature. */
export type AskSignedMessage = { type: 'ask-signed'; keys: Uint8Array[] }

export type SignedHead = {
  key: Uint8Array
  length: number
  fork: number
  root: Uint8Array
  signature: Uint8Array
}
export type SignedMessage = { type: 'signed'; heads: SignedHead[] }

/** Whose are these logs? Asked where there is no room for newcomers: somebody known may be among them. */
export type AskWhoseMessage = { type: 'ask-whose'; keys: Uint8Array[] }

/** The first blocks, which prove it; empty where it isn't here. */
export type FirstBlock = { key: Uint8Array; block: Uint8Array }
export type WhoseMessage = { type: 'whose'; blocks: FirstBlock[] }

/** The order is on the wire: add at the end only. */
export const TYPES = [
  'digest',
  'buckets',
  'heads',
  'want',
  'prefix',
  'no-prefix',
  'ping',
  'pong',
  'holding',
  'ask-signed',
  'signed',
  'fetching',
  'ask-whose',
  'whose',
  'want-rest',
] as const

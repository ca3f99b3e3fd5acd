import { RECORD_ID_PATTERN } from '@allmende/vocabulary'
import { fail } from '../errors.ts'
import {
  BUCKET_HASH_BYTES,
  HEADS_PER_MESSAGE,
  MAX_BLOCKS,
  MAX_BUCKET_BITS,
  MAX_FIRST_BLOCK_BYTES,
  MAX_HOLDINGS,
  MAX_MESSAGE_BYTES,
  MAX_READER_LOGS,
  MAX_REST_HASHES,
  MAX_SIGNED_HEADS,
  PREFIX_WINDOW,
  WANT_KEYS,
  WHOSE_KEYS,
} from '../limits.ts'
import { Reader } from './bytes.ts'
import {
  HEADS_LAST,
  HEADS_LIVE,
  HEAD_EDITS,
  HEAD_GAP,
  FETCHING_ACTIVE,
  HOLDING_FIRST,
  PART_MORE,
  PART_REST,
} from './encode.ts'
import {
  TYPES,
  type FirstBlock,
  type Head,
  type Message,
  type PrefixPart,
  type RestHead,
  type SignedHead,
  type WantRest,
} from './message.ts'

const MAX_MANIFEST_BYTES = 4_096
const MAX_SIGNATURE_BYTES = 4_096
const MAX_ID_CHARACTERS = 80
const RECORD_ID = new RegExp(RECORD_ID_PATTERN)

/**
 * The door: bytes of a proven peer, which may still be hostile, become a message within the limits.
 * Throws `SYNC_MALFORMED`, and nothing else, for everything that isn't exactly one message. Buffers in the result
 * are views of `bytes`.
 */
export function decodeMessage(bytes: Uint8Array): Message {
  if (bytes.length > MAX_MESSAGE_BYTES)
    throw fail('SYNC_MALFORMED', {
      expected: `at most ${MAX_MESSAGE_BYTES} bytes`,
      found: String(bytes.length),
    })
  const reader = new Reader(bytes)
  const message = read(reader)
  reader.end()
  return message
}

function read(reader: Reader): Message {
  const code = reader.u8()
  const type = TYPES[code]
  if (type === undefined)
    throw fail('SYNC_MALFORMED', { expected: 'a known type of message', found: String(code) })
  switch (type) {
    case 'digest':
      return {
        type,
        root: reader.fixed(32),
        count: reader.uint(),
        only: list(reader, MAX_READER_LOGS, readKey),
      }
    case 'buckets':
      return readBuckets(reader)
    case 'heads': {
      const flags = flagsOf(reader, HEADS_LIVE | HEADS_LAST)
      const heads = list(reader, HEADS_PER_MESSAGE, readHead)
      return { type, live: (flags & HEADS_LIVE) !== 0, last: (flags & HEADS_LAST) !== 0, heads }
    }
    case 'want':
      return { type, keys: list(reader, WANT_KEYS, readKey) }
    case 'no-prefix':
      return { type, keys: list(reader, PREFIX_WINDOW, readKey) }
    case 'prefix':
      return { type, parts: list(reader, PREFIX_WINDOW, readPart) }
    case 'ping':
    case 'pong':
      return { type, id: reader.uint() }
    case 'ask-signed':
      return { type, keys: list(reader, MAX_SIGNED_HEADS, readKey) }
    case 'signed':
      return { type, heads: list(reader, MAX_SIGNED_HEADS, readSigned) }
    case 'ask-whose':
      return { type, keys: list(reader, WHOSE_KEYS, readKey) }
    case 'want-rest':
      return { type, wants: list(reader, WANT_KEYS, readWant) }
    case 'whose':
      return { type, blocks: list(reader, WHOSE_KEYS, readFirstBlock) }
    case 'holding': {
      const first = (flagsOf(reader, HOLDING_FIRST) & HOLDING_FIRST) !== 0
      return { type, first, versions: list(reader, MAX_HOLDINGS, readVersion) }
    }
    case 'fetching': {
      const active = (flagsOf(reader, FETCHING_ACTIVE) & FETCHING_ACTIVE) !== 0
      return { type, active, version: readVersion(reader) }
    }
  }
}

function readBuckets(reader: Reader): Message {
  const bits = reader.u8()
  if (bits > MAX_BUCKET_BITS)
    throw fail('SYNC_MALFORMED', { expected: `at most ${MAX_BUCKET_BITS} bits`, found: String(bits) })
  const hashes = Array.from({ length: 2 ** bits }, () => reader.fixed(BUCKET_HASH_BYTES))
  return { type: 'buckets', bits, hashes }
}

function readHead(reader: Reader): Head {
  const flags = flagsOf(reader, HEAD_EDITS | HEAD_GAP)
  const key = reader.fixed(32)
  const length = reader.uint(MAX_BLOCKS)
  const fork = reader.uint(MAX_BLOCKS)
  const held = flags & HEAD_GAP ? reader.uint(MAX_BLOCKS) : length
  if (flags & HEAD_GAP && held >= length)
    throw fail('SYNC_MALFORMED', { expected: 'fewer blocks held than the head has', found: String(held) })
  return { key, which: flags & HEAD_EDITS ? 'edits' : 'records', length, fork, held, root: reader.fixed(32) }
}

function readSigned(reader: Reader): SignedHead {
  const key = reader.fixed(32)
  const length = reader.uint(MAX_BLOCKS)
  const fork = reader.uint(MAX_BLOCKS)
  return { key, length, fork, root: reader.fixed(32), signature: reader.buffer(MAX_SIGNATURE_BYTES) }
}

function readFirstBlock(reader: Reader): FirstBlock {
  return { key: reader.fixed(32), block: reader.buffer(MAX_FIRST_BLOCK_BYTES) }
}

function readPart(reader: Reader): PrefixPart {
  const flags = flagsOf(reader, PART_MORE | PART_REST)
  const more = (flags & PART_MORE) !== 0
  const key = reader.fixed(32)
  const rest = flags & PART_REST ? { rest: readRest(reader) } : {}
  const manifest = reader.buffer(MAX_MANIFEST_BYTES)
  const signature = reader.buffer(MAX_SIGNATURE_BYTES)
  const blocks = list(reader, reader.left, (from) => from.buffer(MAX_MESSAGE_BYTES))
  return { key, ...rest, more, manifest, signature, blocks }
}

function readWant(reader: Reader): WantRest {
  return { key: reader.fixed(32), from: reader.uint(MAX_BLOCKS), most: reader.uint() }
}

function readRest(reader: Reader): RestHead {
  const from = reader.uint(MAX_BLOCKS)
  const left = list(reader, MAX_REST_HASHES, () => ({
    index: reader.uint(),
    size: reader.uint(),
    hash: reader.fixed(32),
  }))
  return { from, left }
}

function readKey(reader: Reader): Uint8Array {
  return reader.fixed(32)
}

function readVersion(reader: Reader): string {
  const text = Buffer.from(reader.buffer(MAX_ID_CHARACTERS)).toString('latin1')
  if (!RECORD_ID.test(text))
    throw fail('SYNC_MALFORMED', { expected: 'a record id', found: 'something else' })
  return text
}

/** The claimed count is never used to reserve memory: the list grows by what is really there. */
function list<T>(reader: Reader, max: number, item: (reader: Reader) => T): T[] {
  const count = reader.uint(max)
  const items: T[] = []
  for (let i = 0; i < count; i++) items.push(item(reader))
  return items
}

function flagsOf(reader: Reader, known: number): number {
  const flags = reader.u8()
  if (flags & ~known)
    throw fail('SYNC_MALFORMED', { expected: 'known flags', found: `0x${flags.toString(16)}` })
  return flags
}

import type { ListingHead } from '@allmende/rules'

/** What two nodes say of listings, the first byte the type. Equal sets cost the first message each way. */
export type Message =
  | { readonly type: 'digest'; readonly count: number; readonly digest: string }
  | { readonly type: 'buckets'; readonly digests: readonly string[] }
  | { readonly type: 'heads'; readonly heads: readonly ListingHead[] }
  | { readonly type: 'want'; readonly names: readonly string[] }
  | { readonly type: 'listings'; readonly listings: readonly Uint8Array[] }

/** WARNING: on the wire. */
const TYPES = ['digest', 'buckets', 'heads', 'want', 'listings'] as const

export const MAX_MESSAGE_BYTES = 32_768
const BUCKETS = 256
const BUCKET_BYTES = 8
const NAME_BYTES = 8
const HEAD_BYTES = NAME_BYTES + 6 + 8

/** As many as one message holds. */
export const HEADS_AT_ONCE = Math.floor((MAX_MESSAGE_BYTES - 1) / HEAD_BYTES)
export const WANTS_AT_ONCE = 1_000
export const LISTINGS_AT_ONCE = 30

export function writeMessage(message: Message): Uint8Array {
  const head = Buffer.from([TYPES.indexOf(message.type)])
  const hex = (text: string) => Buffer.from(text, 'hex')
  switch (message.type) {
    case 'digest': {
      const count = Buffer.alloc(4)
      count.writeUInt32BE(message.count)
      return Buffer.concat([head, count, hex(message.digest)])
    }
    case 'buckets':
      return Buffer.concat([head, ...message.digests.map(hex)])
    case 'heads':
      return Buffer.concat([head, ...message.heads.map(writeHead)])
    case 'want':
      return Buffer.concat([head, ...message.names.map(hex)])
    case 'listings':
      return Buffer.concat([head, ...message.listings.flatMap((bytes) => [sizeOf(bytes), bytes])])
  }
}

/** Throws on whatever isn't one of them, which refuses the peer. */
export function readMessage(bytes: Uint8Array): Message {
  const type = TYPES[bytes[0] ?? TYPES.length]
  const rest = Buffer.from(bytes.subarray(1))
  if (type === 'digest' && rest.length === 20)
    return { type, count: rest.readUInt32BE(0), digest: rest.toString('hex', 4) }
  if (type === 'buckets' && rest.length === BUCKETS * BUCKET_BYTES)
    return { type, digests: piecesOf(rest, BUCKET_BYTES).map((piece) => piece.toString('hex')) }
  if (type === 'heads' && rest.length % HEAD_BYTES === 0)
    return { type, heads: piecesOf(rest, HEAD_BYTES).map(readHead) }
  if (type === 'want' && rest.length % NAME_BYTES === 0 && rest.length <= WANTS_AT_ONCE * NAME_BYTES)
    return { type, names: piecesOf(rest, NAME_BYTES).map((piece) => piece.toString('hex')) }
  if (type === 'listings') return { type, listings: readListings(rest) }
  throw new RangeError(`no message: type ${bytes[0]}, ${rest.length} bytes`)
}

function writeHead({ name, at, hash }: ListingHead): Buffer {
  const bytes = Buffer.alloc(HEAD_BYTES)
  bytes.write(name, 0, 'hex')
  bytes.writeUIntBE(at, NAME_BYTES, 6)
  bytes.write(hash, NAME_BYTES + 6, 'hex')
  return bytes
}

function readHead(bytes: Buffer): ListingHead {
  return {
    name: bytes.toString('hex', 0, NAME_BYTES),
    at: bytes.readUIntBE(NAME_BYTES, 6),
    hash: bytes.toString('hex', NAME_BYTES + 6),
  }
}

function readListings(rest: Buffer): Uint8Array[] {
  const listings: Uint8Array[] = []
  for (let at = 0; at < rest.length;) {
    const size = rest.readUInt16BE(at)
    if (at + 2 + size > rest.length) throw new RangeError('a listing is cut off')
    listings.push(Uint8Array.from(rest.subarray(at + 2, at + 2 + size)))
    at += 2 + size
  }
  return listings
}

function sizeOf(bytes: Uint8Array): Buffer {
  const size = Buffer.alloc(2)
  size.writeUInt16BE(bytes.length)
  return size
}

function piecesOf(bytes: Buffer, size: number): Buffer[] {
  return Array.from({ length: bytes.length / size }, (_, at) => bytes.subarray(at * size, (at + 1) * size))
}

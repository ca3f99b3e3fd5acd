import { Writer } from './bytes.ts'
import { TYPES, type Head, type HeadsMessage, type Message, type PrefixPart } from './message.ts'

export const HEAD_EDITS = 1
export const HEAD_GAP = 2
export const HEADS_LIVE = 1
export const HEADS_LAST = 2
export const PART_MORE = 1
export const PART_REST = 2
export const HOLDING_FIRST = 1
export const FETCHING_ACTIVE = 1

/** The bytes of a message. The caller keeps within the limits: see `pages.ts`. */
export function encodeMessage(message: Message): Uint8Array {
  const out = new Writer().u8(TYPES.indexOf(message.type))
  write(out, message)
  return out.done()
}

function write(out: Writer, message: Message): void {
  switch (message.type) {
    case 'digest':
      out.fixed(message.root).uint(message.count)
      writeKeys(out, message.only)
      return
    case 'buckets':
      out.u8(message.bits)
      for (const hash of message.hashes) out.fixed(hash)
      return
    case 'heads':
      return writeHeads(out, message)
    case 'want':
    case 'no-prefix':
    case 'ask-signed':
    case 'ask-whose':
      return writeKeys(out, message.keys)
    case 'want-rest':
      out.uint(message.wants.length)
      for (const { key, from, most } of message.wants) out.fixed(key).uint(from).uint(most)
      return
    case 'whose':
      out.uint(message.blocks.length)
      for (const { key, block } of message.blocks) out.fixed(key).buffer(block)
      return
    case 'signed':
      out.uint(message.heads.length)
      for (const { key, length, fork, root, signature } of message.heads)
        out.fixed(key).uint(length).uint(fork).fixed(root).buffer(signature)
      return
    case 'prefix':
      out.uint(message.parts.length)
      for (const part of message.parts) writePart(out, part)
      return
    case 'ping':
    case 'pong':
      out.uint(message.id)
      return
    case 'holding':
      out.u8(message.first ? HOLDING_FIRST : 0).uint(message.versions.length)
      for (const version of message.versions) out.buffer(Buffer.from(version, 'latin1'))
      return
    case 'fetching':
      out.u8(message.active ? FETCHING_ACTIVE : 0).buffer(Buffer.from(message.version, 'latin1'))
      return
  }
}

function writeKeys(out: Writer, keys: readonly Uint8Array[]): void {
  out.uint(keys.length)
  for (const key of keys) out.fixed(key)
}

function writeHeads(out: Writer, { live, last, heads }: HeadsMessage): void {
  out.u8((live ? HEADS_LIVE : 0) | (last ? HEADS_LAST : 0)).uint(heads.length)
  for (const head of heads) writeHead(out, head)
}

/** Also what is hashed for the digest: one head, one form. */
export function writeHead(out: Writer, { key, which, length, fork, held, root }: Head): void {
  const gap = held === length ? 0 : HEAD_GAP
  out
    .u8((which === 'edits' ? HEAD_EDITS : 0) | gap)
    .fixed(key)
    .uint(length)
    .uint(fork)
  if (gap) out.uint(held)
  out.fixed(root)
}

function writePart(out: Writer, { key, rest, more, manifest, signature, blocks }: PrefixPart): void {
  out.u8((more ? PART_MORE : 0) | (rest ? PART_REST : 0)).fixed(key)
  if (rest) {
    out.uint(rest.from).uint(rest.left.length)
    for (const { index, size, hash } of rest.left) out.uint(index).uint(size).fixed(hash)
  }
  out.buffer(manifest).buffer(signature).uint(blocks.length)
  for (const block of blocks) out.buffer(block)
}

/** What the hash of a subtree adds to the part it comes with, at most. */
export const HASH_OVERHEAD = 8 + 8 + 32

/** What a part adds to a message besides its blocks, at most; and what a block adds besides its bytes. */
export const PART_OVERHEAD = 1 + 32 + 5 + 5 + 5 + 5 + 5
export const BLOCK_OVERHEAD = 5

import type { Prefix, Rest } from '@allmende/logs'
import { MAX_PREFIX_BLOCKS, MAX_PREFIX_BYTES, PREFIX_MESSAGE_BYTES } from '../limits.ts'
import { BLOCK_OVERHEAD, HASH_OVERHEAD, PART_OVERHEAD } from '../wire/encode.ts'
import type { PrefixMessage, PrefixPart, RestHead } from '../wire/message.ts'

const NONE = new Uint8Array(0)

/** Whether a log is small enough to be held unverified in memory at the other side. */
export function fitsPrefix(prefix: Prefix): boolean {
  return prefix.blocks.length <= MAX_PREFIX_BLOCKS && prefixBytes(prefix.blocks) <= MAX_PREFIX_BYTES
}

/** Gathers parts of many logs into messages of a good size. A log is never interleaved with another. */
export class PrefixPacker {
  #parts: PrefixPart[] = []
  #bytes = 0

  /** Adds a log; gives the messages that became full by it. */
  add(key: Uint8Array, given: Prefix | Rest): PrefixMessage[] {
    const { manifest, signature, blocks } = given
    const rest = 'left' in given ? { rest: { from: given.from, left: given.left } } : {}
    const full: PrefixMessage[] = []
    let part: PrefixPart = { key, ...rest, more: false, manifest, signature: NONE, blocks: [] }
    this.#bytes += PART_OVERHEAD + manifest.length + signature.length
    if ('left' in given) this.#bytes += given.left.length * HASH_OVERHEAD
    for (const block of blocks) {
      if (this.#bytes + block.length + BLOCK_OVERHEAD > PREFIX_MESSAGE_BYTES && this.#bytes > PART_OVERHEAD) {
        if (part.blocks.length) this.#parts.push({ ...part, more: true })
        full.push(...this.flush())
        if (part.blocks.length) part = { key, more: false, manifest: NONE, signature: NONE, blocks: [] }
        this.#bytes = PART_OVERHEAD + part.manifest.length + signature.length
        this.#bytes += (part.rest?.left.length ?? 0) * HASH_OVERHEAD
      }
      part.blocks.push(block)
      this.#bytes += block.length + BLOCK_OVERHEAD
    }
    this.#parts.push({ ...part, signature })
    return full
  }

  flush(): PrefixMessage[] {
    if (!this.#parts.length) return []
    const parts = this.#parts
    this.#parts = []
    this.#bytes = 0
    return [{ type: 'prefix', parts }]
  }
}

export type Assembled = { key: Uint8Array; prefix: Prefix | Rest; bytes: number }

type Opened = {
  key: Uint8Array
  rest: RestHead | undefined
  manifest: Uint8Array
  blocks: Uint8Array[]
  bytes: number
}

/** Puts parts together again. At most one log is open at a time, so at most one prefix stands here. */
export class PrefixAssembly {
  #open: Opened | null = null

  /** The log of which a part is here. */
  get begun(): Uint8Array | null {
    return this.#open?.key ?? null
  }

  /** A whole log, 'more' when there is more to come, 'refused' for what no packer makes. */
  add({ key, rest, more, manifest, signature, blocks }: PrefixPart): Assembled | 'more' | 'refused' {
    if (this.#open && Buffer.compare(this.#open.key, key) !== 0) return 'refused'
    if (this.#open && rest) return 'refused'
    this.#open ??= { key, rest, manifest, blocks: [], bytes: 0 }
    const open = this.#open
    if (more && blocks.length === 0) return 'refused'
    for (const block of blocks) open.blocks.push(block)
    open.bytes += prefixBytes(blocks)
    if (open.bytes > MAX_PREFIX_BYTES || open.blocks.length > MAX_PREFIX_BLOCKS) return 'refused'
    if (more) return 'more'
    this.#open = null
    if (open.blocks.length === 0) return 'refused'
    const length = (open.rest?.from ?? 0) + open.blocks.length
    const prefix = { manifest: open.manifest, blocks: open.blocks, signature, length }
    return { key, prefix: open.rest ? { ...prefix, ...open.rest } : prefix, bytes: open.bytes }
  }
}

/** Bytes of all blocks of a core of which this is the rest, by the hashes that came with it. */
export function wholeBytes({ left, blocks }: Rest): number {
  return left.reduce((sum, { size }) => sum + size, prefixBytes(blocks))
}

export function prefixBytes(blocks: readonly Uint8Array[]): number {
  let sum = 0
  for (const block of blocks) sum += block.length
  return sum
}

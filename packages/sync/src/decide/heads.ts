import { hash } from 'node:crypto'
import { BUCKET_HASH_BYTES, HEADS_PER_BUCKET, MAX_BUCKET_BITS, MAX_START_HERE } from '../limits.ts'
import { Writer } from '../wire/bytes.ts'
import { writeHead } from '../wire/encode.ts'
import type { Head } from '../wire/message.ts'

/** The heads of all cores of a commons that are reconciled (records and edits), by key in z-base-32. */
export class HeadSet {
  readonly #heads = new Map<string, Head>()
  #version = 0
  #logs = 0
  #digest: { version: number; root: Uint8Array } | null = null
  #buckets: { version: number; bits: number; buckets: Bucket[] } | null = null

  get size(): number {
    return this.#heads.size
  }

  /** Those of records: one a log. */
  get logs(): number {
    return this.#logs
  }

  get(key: string): Head | undefined {
    return this.#heads.get(key)
  }

  values(): IterableIterator<Head> {
    return this.#heads.values()
  }

  /** A core with nothing in it is not in the set: to have it opened is no knowledge. */
  set(key: string, head: Head): void {
    if (head.length === 0) return
    // What grew last comes last in the map.
    if (!this.#heads.delete(key) && head.which === 'records') this.#logs++
    this.#heads.set(key, head)
    this.#version++
  }

  /**
   * All heads in the order in which somebody new should hear of them: those named first, then records, what grew last before
   * what has long been still, and edits behind all of them. Only a hint: whoever hears it may ask in any order.
   */
  ordered(first: readonly string[]): Head[] {
    const named = new Set(first.slice(0, MAX_START_HERE).flatMap((key) => this.#heads.get(key) ?? []))
    const rest = [...this.#heads.values()].filter((head) => !named.has(head)).toReversed()
    const records = rest.filter(({ which }) => which === 'records')
    return [...named, ...records, ...rest.filter(({ which }) => which !== 'records')]
  }

  clear(): void {
    this.#heads.clear()
    this.#logs = 0
    this.#version++
  }

  digest(): Uint8Array {
    if (this.#digest?.version !== this.#version)
      this.#digest = { version: this.#version, root: hashOf([...this.#heads.values()]) }
    return this.#digest.root
  }

  buckets(bits: number): Bucket[] {
    if (this.#buckets?.version !== this.#version || this.#buckets.bits !== bits)
      this.#buckets = { version: this.#version, bits, buckets: split(this.#heads.values(), bits) }
    return this.#buckets.buckets
  }
}

export type Bucket = { hash: Uint8Array; heads: Head[] }

/** Enough buckets for the larger of two sets; both sides compute the same. */
export function bucketBits(countHere: number, countThere: number): number {
  const buckets = Math.max(countHere, countThere) / HEADS_PER_BUCKET
  return Math.min(MAX_BUCKET_BITS, Math.max(2, Math.ceil(Math.log2(buckets))))
}

function split(heads: Iterable<Head>, bits: number): Bucket[] {
  const lists: Head[][] = Array.from({ length: 2 ** bits }, () => [])
  for (const head of heads) (lists[bucketOf(head.key, bits)] as Head[]).push(head)
  return lists.map((list) => ({ hash: hashOf(list).subarray(0, BUCKET_HASH_BYTES), heads: list }))
}

/** Keys are hashes, so their first bits are spread alike; an author who grinds keys into one bucket makes it long, no more. */
export function bucketOf(key: Uint8Array, bits: number): number {
  return (((key[0] as number) << 8) | (key[1] as number)) >>> (16 - bits)
}

/**
 * One hash over the sorted list. Sums or XORs of single hashes would be cheaper to keep, but whoever may add
 * heads could find two sets with the same sum, and two nodes would take each other for equal.
 */
function hashOf(heads: Head[]): Uint8Array {
  heads.sort((a, b) => Buffer.compare(a.key, b.key))
  const out = new Writer(heads.length * 74 + 16)
  for (const head of heads) writeHead(out, head)
  return hash('sha256', out.done(), 'buffer')
}

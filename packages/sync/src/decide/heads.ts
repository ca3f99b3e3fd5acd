import { hash } from 'node:crypto'
import { BUCKET_HASH_BYTES, HEADS_PER_BUCKET, MAX_BUCKET_BITS, MAX_START_HERE } from '../limits.ts'
import { Writer } from '../wire/bytes.ts'
import { writeHead } from '../wire/encode.ts'
import type { Head } from '../wire/message.ts'

/** As fine as buckets ever are: what is hashed of the set is kept in so many leaves, so that a change costs one of them. */
const LEAVES = 2 ** MAX_BUCKET_BITS

type Leaf = { heads: Set<Head>; hash: Uint8Array | null }

const EMPTY = hash('sha256', new Uint8Array(0), 'buffer')

/** The heads of all cores of a commons that are reconciled (records and edits), by key in z-base-32. */
export class HeadSet {
  readonly #heads = new Map<string, Head>()
  #leaves = new Map<number, Leaf>()
  #logs = 0
  #digest: Uint8Array | null = null

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
    const before = this.#heads.get(key)
    if (!before && head.which === 'records') this.#logs++
    // What grew last comes last in the map.
    this.#heads.delete(key)
    this.#heads.set(key, head)
    const leaf = this.#leafOf(head.key)
    if (before) leaf.heads.delete(before)
    leaf.heads.add(head)
    leaf.hash = this.#digest = null
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
    this.#leaves = new Map()
    this.#logs = 0
    this.#digest = null
  }

  digest(): Uint8Array {
    this.#digest ??= this.#hashOfLeaves(0, LEAVES)
    return this.#digest
  }

  buckets(bits: number): Bucket[] {
    const width = LEAVES / 2 ** bits
    return Array.from({ length: 2 ** bits }, (_, bucket) => {
      const [from, to] = [bucket * width, (bucket + 1) * width]
      return {
        hash: this.#hashOfLeaves(from, to).subarray(0, BUCKET_HASH_BYTES),
        heads: () => [...this.#headsOf(from, to)],
      }
    })
  }

  #leafOf(key: Uint8Array): Leaf {
    const number = bucketOf(key, MAX_BUCKET_BITS)
    let leaf = this.#leaves.get(number)
    if (!leaf) this.#leaves.set(number, (leaf = { heads: new Set(), hash: null }))
    return leaf
  }

  *#headsOf(from: number, to: number): Generator<Head> {
    for (let number = from; number < to; number++) yield* this.#leaves.get(number)?.heads ?? []
  }

  /** One hash over the hashes of leaves, empty ones among them. */
  #hashOfLeaves(from: number, to: number): Uint8Array {
    const hashes = new Uint8Array((to - from) * EMPTY.length)
    for (let number = from; number < to; number++)
      hashes.set(this.#hashOfLeaf(number), (number - from) * EMPTY.length)
    return hash('sha256', hashes, 'buffer')
  }

  #hashOfLeaf(number: number): Uint8Array {
    const leaf = this.#leaves.get(number)
    if (!leaf) return EMPTY
    leaf.hash ??= hashOf([...leaf.heads])
    return leaf.hash
  }
}

export type Bucket = { hash: Uint8Array; heads: () => Head[] }

/** Enough buckets for the larger of two sets; both sides compute the same. */
export function bucketBits(countHere: number, countThere: number): number {
  const buckets = Math.max(countHere, countThere) / HEADS_PER_BUCKET
  return Math.min(MAX_BUCKET_BITS, Math.max(2, Math.ceil(Math.log2(buckets))))
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

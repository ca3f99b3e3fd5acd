import { encodeZ32 } from '@allmende/vocabulary'
import { DIRECT_HEADS, FIRST_PAGES, HEADS_PER_MESSAGE, MAX_HEADS_PER_PEER } from '../limits.ts'
import type { BucketsMessage, DigestMessage, Head, HeadsMessage, Message } from '../wire/message.ts'
import { bucketBits, bucketOf, type Bucket, type HeadSet } from './heads.ts'

export type ReconcileState = 'waiting' | 'buckets' | 'heads' | 'done'

/** What follows from a message: what to send, whether the other's list is complete now, or why it is refused. */
export type ReconcileStep = { send: Message[]; refuse?: 'too-many-heads' | 'malformed' }

/**
 * Finds out what two sets of heads differ in. Both sides do the same and neither leads: digest; if it differs, the
 * heads of a small set or the hashes of buckets; then the heads of the buckets that differ. Pure: no clock, no stream.
 *
 * Heads that change meanwhile are told `live` from the moment the digest was made, so nothing falls between.
 */
export class Reconcile {
  state: ReconcileState = 'waiting'
  readonly #set: HeadSet
  readonly #startHere: readonly string[]
  readonly #sent: { root: Uint8Array; count: number; only: Uint8Array[] }
  #told = 0
  /** What the other side has just like this one, by what was compared so far; nothing is said of the rest. */
  #agreed: 'nothing' | 'all' | { bits: number; buckets: Set<number> } = 'nothing'

  /** `only`: this side is a reader of these logs and asks for no others. `startHere`: what somebody new is told of first. */
  constructor(set: HeadSet, only: Uint8Array[] = [], startHere: readonly string[] = []) {
    this.#set = set
    this.#startHere = startHere
    this.#sent = { root: set.digest(), count: set.size, only }
  }

  start(): DigestMessage {
    return { type: 'digest', ...this.#sent }
  }

  onDigest({ root, count, only }: DigestMessage): ReconcileStep {
    if (this.state !== 'waiting') return { send: [], refuse: 'malformed' }
    if (count > MAX_HEADS_PER_PEER) return { send: [], refuse: 'too-many-heads' }
    if (this.#sent.only.length || only.length) {
      this.state = 'heads'
      return { send: pages(only.flatMap((key) => this.#set.get(encodeZ32(key)) ?? [])) }
    }
    if (Buffer.compare(root, this.#sent.root) === 0) {
      this.state = 'done'
      this.#agreed = 'all'
      return { send: [] }
    }
    if (Math.min(count, this.#sent.count) <= DIRECT_HEADS) {
      this.state = 'heads'
      return { send: pages(this.#set.ordered(this.#startHere)) }
    }
    this.state = 'buckets'
    const bits = bucketBits(this.#sent.count, count)
    return { send: [{ type: 'buckets', bits, hashes: this.#set.buckets(bits).map((bucket) => bucket.hash) }] }
  }

  onBuckets({ bits, hashes }: BucketsMessage): ReconcileStep {
    if (this.state !== 'buckets') return { send: [], refuse: 'malformed' }
    this.state = 'heads'
    const buckets = this.#set.buckets(bits)
    const equal = (i: number) => Buffer.compare((buckets[i] as Bucket).hash, hashes[i] as Uint8Array) === 0
    const differing = buckets.filter((_, i) => !equal(i))
    this.#agreed = { bits, buckets: new Set(buckets.keys().filter(equal)) }
    return { send: pages(differing.flatMap((bucket) => bucket.heads())) }
  }

  /** Whether hashes have shown that the other side has this core exactly as it was here. */
  agreesOn(key: Uint8Array): boolean {
    if (typeof this.#agreed === 'string') return this.#agreed === 'all'
    return this.#agreed.buckets.has(bucketOf(key, this.#agreed.bits))
  }

  /** Counts what the other tells, live or not: the sum is bounded, whatever it announced before. */
  onHeads({ live, last, heads }: HeadsMessage): ReconcileStep {
    if (!live && this.state !== 'heads') return { send: [], refuse: 'malformed' }
    if (!live) this.#told += heads.length
    if (this.#told > MAX_HEADS_PER_PEER) return { send: [], refuse: 'too-many-heads' }
    if (!live && last) this.state = 'done'
    return { send: [] }
  }
}

/** Always at least one page: an empty last one says "I have nothing of these". The first ones are small. */
function pages(heads: Head[]): HeadsMessage[] {
  const list: HeadsMessage[] = []
  for (let at = 0; at < heads.length || list.length === 0;) {
    const size = FIRST_PAGES[list.length] ?? HEADS_PER_MESSAGE
    const last = at + size >= heads.length
    list.push({ type: 'heads', live: false, last, heads: heads.slice(at, at + size) })
    at += size
  }
  return list
}

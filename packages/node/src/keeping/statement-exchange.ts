import { createHash } from 'node:crypto'
import { MAX_HOLDING_BYTES, readHolding } from '@allmende/rules'
import type { Talk } from '@allmende/sync'
import { type CommonsId, commonsIdOf, decodeCbor, encodeCbor, keyBytes } from '@allmende/vocabulary'
import { isStarter } from '../commons-file.ts'
import { inBackground } from '../in-background.ts'
import type { Parts } from '../parts.ts'
import { type Kept, isNews, MAX_KEPT, type Taken } from './holding-book.ts'

/** WARNING: on the wire. */
const PROTOCOL = 'allmende/keeping/1'
/** An index of 2,000 statements at some 40 bytes each, or one statement with its signature. */
const MAX_BYTES = 128 * 1024
/** One answer to an index at once; then what keepers say as things change. */
const BURST = MAX_KEPT + 100
const PER_SECOND = 20
/** Statements between two looks whether the stream takes more. */
const AT_ONCE = 50
/** Bytes of the hash by which a statement is known in an index, of its content, and of all of them together. */
const ID_BYTES = 16
const CONTENT_BYTES = 8
const DIGEST_BYTES = 16

type Entry = { readonly content: string; readonly at: number }

/**
 * Statements of keepers between nodes, for the commons that both have proven: a digest of what is known, an index if that
 * differs, then what the other lacks; and what is new at once. Store and forward: whoever is named may be offline when the
 * one who named them is there.
 */
export class StatementExchange {
  readonly #parts: Parts
  readonly #taken: (kept: Kept) => void
  readonly #talks = new Map<Talk, Set<CommonsId>>()
  #end: () => void = () => undefined

  constructor(parts: Parts, taken: (kept: Kept) => void) {
    this.#parts = parts
    this.#taken = taken
  }

  start(): void {
    const { sync } = this.#parts
    this.#end = sync.converse({
      name: PROTOCOL,
      maxBytes: MAX_BYTES,
      burst: BURST,
      perSecond: PER_SECOND,
      open: (talk) => {
        this.#talks.set(talk, new Set())
        for (const { id } of this.#parts.book.members()) this.#greet(id)
        return {
          onMessage: (bytes) => this.#onMessage(talk, bytes),
          onClose: () => this.#talks.delete(talk),
        }
      },
    })
    sync.on('progress', ({ commons }) => this.#greet(commons))
  }

  close(): void {
    this.#end()
    this.#talks.clear()
  }

  /** Compares once more with everybody: what was refused before may count now, since somebody was asked to keep. */
  again(commons: CommonsId): void {
    for (const greeted of this.#talks.values()) greeted.delete(commons)
    this.#greet(commons)
  }

  /** What this node said: what is new to everybody, that it still holds only to those whom it is about. */
  async say(kept: Kept, taken: Taken): Promise<void> {
    const { commons, person } = kept.holding
    if (taken === 'new') return this.#pass(kept)
    const owners = await this.#parts.owners.in(commons)
    const theirs = new Set(owners.filter((one) => one.person === person).map(({ node }) => node))
    for (const talk of this.#talks.keys())
      if (theirs.has(talk.node) && this.#shared(talk, commons)) talk.send(message('holding', kept))
  }

  #pass(kept: Kept, from?: Talk): void {
    for (const talk of this.#talks.keys())
      if (talk !== from && this.#shared(talk, kept.holding.commons)) talk.send(message('holding', kept))
  }

  #greet(commons: CommonsId): void {
    for (const [talk, greeted] of this.#talks) {
      if (greeted.has(commons) || !this.#shared(talk, commons)) continue
      greeted.add(commons)
      talk.send(encodeCbor(['digest', keyBytes(commons), this.#digest(commons)]))
    }
  }

  /** Both sides have proven the commons on this connection; and it is not the one to look around in. */
  #shared(talk: Talk, commons: CommonsId): boolean {
    const { book, sync } = this.#parts
    const entry = book.get(commons)?.entry
    if (entry?.role !== 'member' || isStarter(entry)) return false
    return sync.peers().some((peer) => peer.node === talk.node && peer.commons.includes(commons))
  }

  #digest(commons: CommonsId): Uint8Array {
    const hash = createHash('sha256')
    for (const line of this.#parts.keeping.book
      .in(commons)
      .map((kept) => idOf(kept) + kept.content)
      .sort())
      hash.update(line)
    return hash.digest().subarray(0, DIGEST_BYTES)
  }

  /** A throw refuses the peer: what is no message of ours was made to harm. */
  #onMessage(talk: Talk, bytes: Uint8Array): void {
    const [type, first, second] = decodeCbor(bytes) as [unknown, unknown, unknown]
    if (type === 'holding') {
      const taking = this.#take(talk, bytesOf(first, MAX_HOLDING_BYTES), bytesOf(second, 64))
      return inBackground(this.#parts.logger, 'taking what a keeper says', taking)
    }
    const commons = commonsIdOf(bytesOf(first, 32))
    if (!this.#shared(talk, commons)) return
    if (type === 'digest') {
      if (Buffer.compare(bytesOf(second, DIGEST_BYTES), this.#digest(commons)) !== 0)
        this.#sendIndex(talk, commons)
    } else if (type === 'index') {
      const sending = this.#sendLacked(talk, commons, indexOf(second))
      inBackground(this.#parts.logger, 'passing on what keepers say', sending)
    } else throw new TypeError('an unknown message')
  }

  #sendIndex(talk: Talk, commons: CommonsId): void {
    const entries = this.#parts.keeping.book
      .in(commons)
      .map((kept) => [
        Buffer.from(idOf(kept), 'hex'),
        Buffer.from(kept.content, 'hex').subarray(0, CONTENT_BYTES),
        kept.holding.at,
      ])
    talk.send(encodeCbor(['index', keyBytes(commons), entries]))
  }

  async #sendLacked(talk: Talk, commons: CommonsId, index: ReadonlyMap<string, Entry>): Promise<void> {
    let sent = 0
    for (const kept of this.#parts.keeping.book.in(commons)) {
      const theirs = index.get(idOf(kept))
      if (theirs && !isNews(theirs, kept)) continue
      if (!this.#talks.has(talk)) return
      talk.send(message('holding', kept))
      if (++sent % AT_ONCE === 0) await talk.drained()
    }
  }

  /** Only what somebody asked for is kept: else anybody could fill the disk with statements of nodes they make up. */
  async #take(talk: Talk, bytes: Uint8Array, signature: Uint8Array): Promise<void> {
    const holding = readHolding(bytes)
    if (!holding || !this.#shared(talk, holding.commons) || holding.node === this.#parts.id) return
    const { named, book } = this.#parts.keeping
    const asked = await named.of(holding.commons, holding.person)
    if (!asked.some(({ node }) => node === holding.node)) return
    if (book.in(holding.commons).length >= MAX_KEPT) await this.#makeRoom(holding.commons)
    const { taken, kept } = await book.take(bytes, signature)
    if (!kept || taken === 'old' || taken === 'refused') return
    if (taken === 'new') this.#pass(kept, talk)
    this.#taken(kept)
  }

  /** What was asked for once and is no longer goes only when the room is needed: tables that are being folded anew know nobody for a while. */
  async #makeRoom(commons: CommonsId): Promise<void> {
    const { named, book } = this.#parts.keeping
    const asked = new Set((await named.in(commons)).map(({ node, author }) => `${node} ${author}`))
    await book.keepOnly(commons, ({ node, person }) => asked.has(`${node} ${person}`))
  }
}

function message(type: 'holding', { bytes, signature }: Kept): Uint8Array {
  return encodeCbor([type, bytes, signature])
}

function idOf({ holding }: Kept): string {
  return createHash('sha256')
    .update(`${holding.node} ${holding.person}`)
    .digest('hex')
    .slice(0, ID_BYTES * 2)
}

function indexOf(value: unknown): Map<string, Entry> {
  if (!Array.isArray(value) || value.length > MAX_KEPT) throw new TypeError('expected an index')
  return new Map(
    (value as unknown[][]).map(([id, content, at]) => {
      if (typeof at !== 'number') throw new TypeError('expected a time')
      const key = Buffer.from(bytesOf(id, ID_BYTES)).toString('hex')
      return [key, { content: Buffer.from(bytesOf(content, CONTENT_BYTES)).toString('hex'), at }]
    }),
  )
}

function bytesOf(value: unknown, most: number): Uint8Array {
  if (!(value instanceof Uint8Array) || value.length > most)
    throw new TypeError(`expected at most ${most} bytes`)
  return value
}

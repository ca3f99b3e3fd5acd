import { createHash } from 'node:crypto'
import { type Holding, readHolding, encodeHolding } from '@allmende/rules'
import { type CommonsId, MAX_CLOCK_AHEAD, type NodeId, type PersonId } from '@allmende/vocabulary'
import { NotesFile } from '../notes-file.ts'
import { isSignedBy } from '../node-signature.ts'

/** Statements kept for one commons: what sixteen keepers of some hundred people say. */
export const MAX_KEPT = 2_000

/**
 * A statement with the same content is passed on again only when it is so much newer: that a keeper is still there needn't
 * be known to the minute by everybody.
 */
const REPEAT_MS = 60 * 60 * 1000

/** A statement as it was signed. */
export type Kept = {
  readonly holding: Holding
  readonly bytes: Uint8Array
  readonly signature: Uint8Array
  /** What it says but for the time. */
  readonly content: string
  /** The time of the last one with this content that was passed on. */
  readonly passed: number
}

type Stored = { readonly bytes: string; readonly signature: string }

/** What `take` made of a statement: `new` is to be passed on, `newer` says the same at a later time. */
export type Taken = 'new' | 'newer' | 'old' | 'refused'

/**
 * The newest statement of each keeper about each person, verified, on disk: the asker may be offline while the keeper is
 * met by somebody else, and says later who holds what from here.
 */
export class HoldingBook {
  readonly #notes: NotesFile<Stored>
  readonly #commons = new Map<CommonsId, Map<string, Kept>>()
  readonly #now: () => number

  constructor(file: string, now: () => number) {
    this.#notes = new NotesFile(file)
    this.#now = now
  }

  /** @returns where damaged notes lie now, or null */
  async load(): Promise<string | null> {
    const damaged = await this.#notes.load()
    for (const [, { bytes, signature }] of this.#notes.entries()) {
      const kept = readKept(Buffer.from(bytes, 'base64'), Buffer.from(signature, 'base64'))
      // One from the future, of a clock that was wrong, would stand in the way of all that come.
      if (kept && !this.#isAhead(kept)) this.#of(kept.holding.commons).set(keyOf(kept.holding), kept)
    }
    return damaged
  }

  in(commons: CommonsId): Kept[] {
    return [...(this.#commons.get(commons)?.values() ?? [])]
  }

  get(commons: CommonsId, node: NodeId, person: PersonId): Kept | undefined {
    return this.#commons.get(commons)?.get(`${node} ${person}`)
  }

  /** Judges a statement and keeps it if it is newer than the one before. That anybody asked the node is for the caller. */
  async take(bytes: Uint8Array, signature: Uint8Array): Promise<{ taken: Taken; kept: Kept | null }> {
    const read = readKept(bytes, signature)
    if (!read || this.#isAhead(read)) return { taken: 'refused', kept: null }
    const { holding } = read
    const all = this.#of(holding.commons)
    const before = all.get(keyOf(holding))
    if (before && before.holding.at >= holding.at) return { taken: 'old', kept: before }
    if (!before && all.size >= MAX_KEPT) return { taken: 'refused', kept: null }
    const news = !before || isNews({ at: before.passed, content: before.content }, read)
    const kept = { ...read, passed: news ? holding.at : before.passed }
    all.set(keyOf(holding), kept)
    await this.#write(kept)
    return { taken: news ? 'new' : 'newer', kept }
  }

  /** Forgets what nobody asks for any more. */
  async keepOnly(commons: CommonsId, wanted: (holding: Holding) => boolean): Promise<void> {
    const all = this.#of(commons)
    for (const [key, { holding }] of all) {
      if (wanted(holding)) continue
      all.delete(key)
      await this.#notes.delete(noteKey(holding))
    }
  }

  #isAhead({ holding }: Kept): boolean {
    return holding.at > this.#now() + MAX_CLOCK_AHEAD
  }

  #of(commons: CommonsId): Map<string, Kept> {
    const known = this.#commons.get(commons)
    if (known) return known
    const made = new Map<string, Kept>()
    this.#commons.set(commons, made)
    return made
  }

  async #write({ holding, bytes, signature }: Kept): Promise<void> {
    await this.#notes.set(noteKey(holding), {
      bytes: Buffer.from(bytes).toString('base64'),
      signature: Buffer.from(signature).toString('base64'),
    })
  }
}

/** Whether somebody who has the one should be given the other, which is later. */
export function isNews(before: { at: number; content: string }, { holding, content }: Kept): boolean {
  if (holding.at <= before.at) return false
  return !content.startsWith(before.content) || holding.at - before.at >= REPEAT_MS
}

function keyOf({ node, person }: Holding): string {
  return `${node} ${person}`
}

function noteKey(holding: Holding): string {
  return `${holding.commons} ${keyOf(holding)}`
}

function readKept(bytes: Uint8Array, signature: Uint8Array): Kept | null {
  const holding = readHolding(bytes)
  if (!holding || !isSignedBy(holding.node, bytes, signature)) return null
  return { holding, bytes, signature, content: contentOf(holding), passed: holding.at }
}

/** WARNING: on the wire, its beginning. */
export function contentOf(holding: Holding): string {
  return createHash('sha256')
    .update(encodeHolding({ ...holding, at: 0 }))
    .digest('hex')
}

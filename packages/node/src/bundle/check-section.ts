import { type Head, type CommonsLogs, checkPiece, type Piece } from '@allmende/logs'
import type { SectionVisitor } from '@allmende/transports/bundle'
import type { CoreKey, RecordId } from '@allmende/vocabulary'
import { type About, decodeItem, type Item, MAX_HEADS, MAX_HOLDS, type Told } from './items.ts'

/** Pieces in a section: 8 TiB of full ones, or as many small logs. Each costs a signature to check. */
export const MAX_PIECES = 2 ** 20

/** Why a section is refused, whoever signed the bundle. */
export class WrongSection extends Error {}

/** The first reading of a section: everything in it is held against its authors' signatures; nothing is written. */
export class SectionCheck implements SectionVisitor {
  readonly #logs: CommonsLogs
  readonly heads: Told[] = []
  /** Versions that the writer holds, and those whose files are in here. */
  readonly holds: RecordId[] = []
  readonly here: RecordId[] = []
  /** Bytes that aren't here yet, as far as can be told beforehand. */
  readonly missing = { logs: 0, files: 0 }
  #about: About | null = null
  #pieces = 0
  #ended = false
  /** Several pieces of one core tell one head: checked once. */
  #last: { core: CoreKey; head: Head } | null = null

  constructor(logs: CommonsLogs) {
    this.#logs = logs
  }

  get about(): About {
    if (this.#about === null) throw new WrongSection('it does not say what it is about')
    return this.#about
  }

  item(bytes: Uint8Array): void {
    const item = readItem(bytes)
    if (this.#ended) throw new WrongSection('something follows its end')
    if ((item.item === 'about') !== (this.#about === null))
      throw new WrongSection('it does not begin with what it is about')
    this.#take(item)
  }

  end(): void {
    if (!this.#ended) throw new WrongSection('it has no end')
  }

  #take(item: Item): void {
    switch (item.item) {
      case 'about':
        if (item.commons !== this.#logs.id) throw new WrongSection('it is about another commons')
        this.#about = { commons: item.commons, at: item.at }
        return
      case 'heads':
        this.heads.push(...item.heads)
        if (this.heads.length > MAX_HEADS) throw new WrongSection('too many heads')
        return
      case 'holds':
        for (const version of item.versions) (item.here ? this.here : this.holds).push(version)
        if (this.here.length + this.holds.length > 2 * MAX_HOLDS) throw new WrongSection('too many versions')
        return
      case 'piece':
        return this.#check(item.piece)
      case 'end':
        if (item.pieces !== this.#pieces) throw new WrongSection('pieces are missing')
        this.#ended = true
    }
  }

  #check(piece: Piece): void {
    if (++this.#pieces > MAX_PIECES) throw new WrongSection('too many pieces')
    const checked = checkPiece(piece)
    if (typeof checked === 'string') throw new WrongSection(checked)
    const misfit = this.#logs.misfit(checked)
    if (misfit !== null) throw new WrongSection(misfit)
    const { core, which, head, from, blocks } = checked
    // Two heads of one core in one bundle: each signed, but a reader would judge one by the other.
    if (this.#last?.core === core && this.#last.head.length !== head.length)
      throw new WrongSection('two heads of one core')
    this.#last = { core, head }
    const length = this.#logs.head(core)?.length ?? 0
    if (which === 'files' || length < from + blocks.length)
      for (const block of blocks) this.missing[which === 'files' ? 'files' : 'logs'] += block.length
  }
}

/** Reads an item; what can't be read makes the section wrong. */
export function readItem(bytes: Uint8Array): Item {
  try {
    return decodeItem(bytes)
  } catch (error) {
    throw new WrongSection(error instanceof Error ? error.message : 'an item that cannot be read', {
      cause: error,
    })
  }
}

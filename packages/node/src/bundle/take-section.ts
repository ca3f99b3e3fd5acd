import { checkPiece, type CheckedPiece, type CommonsLogs, type PieceOutcome } from '@allmende/logs'
import { type Carriage, QUOTA_FREE_BLOCKS } from '@allmende/sync'
import type { SectionVisitor } from '@allmende/transports/bundle'
import type { LogKey, NodeId } from '@allmende/vocabulary'
import type { NotTaken } from '../contract.ts'
import { decodeItem } from './items.ts'

export type Outcome = PieceOutcome | 'quota' | 'not-carried'

/**
 * The second reading of a section: each piece is taken in as if a peer had brought it, and as far as its author is
 * carried.
 */
export class SectionTaker implements SectionVisitor {
  readonly #logs: CommonsLogs
  readonly #carriage: Carriage
  readonly #from: NodeId
  readonly #files: boolean
  readonly #signal: AbortSignal | undefined
  readonly #grown = new Set<LogKey>()
  readonly #not = new Map<NotTaken['reason'], Set<LogKey>>()
  blocks = 0
  bytes = 0
  /** Bytes of files. */
  fileBytes = 0

  constructor(
    logs: CommonsLogs,
    carriage: Carriage,
    { from, files, signal }: { from: NodeId; files: boolean; signal: AbortSignal | undefined },
  ) {
    this.#logs = logs
    this.#carriage = carriage
    this.#from = from
    this.#files = files
    this.#signal = signal
  }

  /** Logs of which something was new. */
  get logs(): number {
    return this.#grown.size
  }

  get notTaken(): NotTaken[] {
    return [...this.#not].map(([reason, logs]) => ({ reason, logs: logs.size }))
  }

  async item(bytes: Uint8Array): Promise<void> {
    const item = decodeItem(bytes)
    if (item.item !== 'piece') return
    this.#signal?.throwIfAborted()
    if (item.piece.which === 'files' && !this.#files) return
    const piece = checkPiece(item.piece)
    // The first reading has found all of them in order, so somebody has written to the file since.
    if (typeof piece === 'string') throw new TypeError(piece)
    const before = this.#held(piece)
    const outcome = await this.#take(piece)
    if (outcome === 'taken' || outcome === 'quota') this.#count(piece, before)
    if (outcome !== 'taken' && outcome !== 'here') this.#note(outcome, this.#logOf(piece))
  }

  #note(reason: NotTaken['reason'], log: LogKey): void {
    this.#not.set(reason, (this.#not.get(reason) ?? new Set()).add(log))
  }

  #held({ core }: CheckedPiece): number {
    return this.#logs.held(core)
  }

  #logOf({ core }: CheckedPiece): LogKey {
    return this.#logs.owner(core)?.log ?? (core as LogKey)
  }

  #count(piece: CheckedPiece, before: number): void {
    if (piece.which === 'files') {
      for (const block of piece.blocks) this.fileBytes += block.length
      return
    }
    const fresh = piece.blocks.slice(
      Math.max(0, before - piece.from),
      Math.max(0, this.#held(piece) - piece.from),
    )
    if (fresh.length === 0) return
    this.#grown.add(this.#logOf(piece))
    this.blocks += fresh.length
    let bytes = 0
    for (const block of fresh) bytes += block.length
    this.bytes += bytes
    this.#carriage.grew(piece.core, bytes)
  }

  async #take(piece: CheckedPiece): Promise<Outcome> {
    const { core, which, head } = piece
    if (which !== 'records' && this.#logs.owner(core) === null) return 'unknown'
    if (!this.#isCarried(piece)) return 'not-carried'
    if (which === 'files' || this.#isWhole(piece)) return this.#put(piece)
    const free = Math.min(QUOTA_FREE_BLOCKS, this.#carriage.blocks(core, which))
    if (which === 'records' && head.length <= free) return this.#put(piece)
    if (which === 'records' && this.#logs.log(core as LogKey)?.bound !== true) {
      // Whose it is says the first block.
      const first = await this.#put(piece, 1)
      if (first !== 'taken' && first !== 'here') return first
      if (this.#isWhole(piece)) return this.#put(piece)
    }
    return this.#upToQuota(piece, which)
  }

  /** With no room for newcomers: whose it is says the first block, before anything of it is kept. */
  #isCarried({ core, from, blocks }: CheckedPiece): boolean {
    const way = `bundle ${this.#from}`
    const first = blocks[0]
    if (this.#carriage.admit(core, way) === 'whose' && from === 0 && first) {
      const person = this.#logs.whose(core as LogKey, first)
      if (person) this.#carriage.authorIs(core as LogKey, person)
    }
    return this.#carriage.admit(core, way) === 'yes'
  }

  #isWhole({ core, which, nodes, head }: CheckedPiece): boolean {
    if (which !== 'edits') return this.#carriage.whole(core)
    return this.#carriage.live(core, bytesOf(nodes, head.length))
  }

  #put(piece: CheckedPiece, until?: number): Promise<PieceOutcome> {
    return this.#logs.takePiece(piece, this.#from, until)
  }

  /** A few blocks at a time, counted between. */
  async #upToQuota(piece: CheckedPiece, which: 'records' | 'edits'): Promise<Outcome> {
    const end = piece.from + piece.blocks.length
    for (;;) {
      const held = this.#held(piece)
      if (held >= end) return 'taken'
      const until = await this.#carriage.fetchUpTo(piece.core, which, held)
      if (until !== -1 && until <= held) return 'quota'
      const outcome = await this.#put(piece, until === -1 ? undefined : until)
      if (outcome !== 'taken') return outcome
    }
  }
}

/** Bytes that the author has signed. */
function bytesOf(nodes: CheckedPiece['nodes'], length: number): number {
  let bytes = 0
  for (const index of rootsOf(length)) bytes += nodes.get(index)?.size ?? 0
  return bytes
}

/** The numbers of the full subtrees that a core of this length consists of. */
function rootsOf(length: number): number[] {
  const roots: number[] = []
  for (let at = 0; at < length;) {
    const width = 2 ** Math.floor(Math.log2(length - at))
    roots.push(2 * at + width - 1)
    at += width
  }
  return roots
}

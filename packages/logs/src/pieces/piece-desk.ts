import type { CoreKey, LogKey, NodeId } from '@allmende/vocabulary'
import type Hypercore from 'hypercore'
import { claimedCores, claimedLog, verifyBinding, type Binding } from '../binding.ts'
import type { CheckedPiece, CommonsKeys, HeadVerdict, PieceOutcome } from '../contract.ts'
import type { CoreTable } from '../core-table.ts'
import type { HeadDesk } from '../head-desk.ts'
import { BlockOpener } from '../reading.ts'
import type { Manifest } from '../signed-head.ts'
import { storePiece } from './store-piece.ts'

/** What the desk asks of the cores of the commons. */
type Cores = {
  readonly keys: CommonsKeys
  readonly table: CoreTable
  readonly heads: HeadDesk
  open(key: CoreKey, manifest: Manifest): Promise<Hypercore>
  /** Reads what the database says of cores. */
  load(keys: readonly CoreKey[]): Promise<void>
  changed(key: CoreKey, core: Hypercore['core']): Promise<void>
  isForked(core: CoreKey): boolean
  refused(log: LogKey, core: CoreKey, reason: string): void
}

/** Takes in pieces that came otherwise than over a connection, by the same rules as if a peer had brought them. */
export class PieceDesk {
  readonly #cores: Cores

  constructor(cores: Cores) {
    this.#cores = cores
  }

  async take(piece: CheckedPiece, from: NodeId, until?: number): Promise<PieceOutcome> {
    const { core, manifest } = piece
    const misplaced = this.#place(piece)
    if (misplaced !== null) return misplaced
    await this.#enter(piece)
    const verdict = await this.#judge(piece, from)
    if (verdict === 'forked' || verdict === 'invalid' || this.#cores.isForked(core)) return 'forked'
    const session = await this.#cores.open(core, manifest)
    const shared = session.core
    try {
      const stored = await storePiece(session, piece, until)
      if (stored === 'contradicts') await this.#cores.heads.contradiction(core, piece.head, from)
      await this.#cores.changed(core, shared)
      return stored === 'contradicts' ? 'forked' : stored
    } finally {
      await session.close()
      // An open core costs 100 kB, and corestore would keep thousands of them open for some seconds.
      if (!shared.hasSession()) await shared.close()
    }
  }

  /** Why the piece can't be what it says. Only its own bytes and the table are looked at. */
  misfit(piece: CheckedPiece): string | null {
    const known = this.#cores.table.core(piece.core)
    if (known !== null && known.which !== piece.which) return 'it is another kind of core'
    return piece.from > 0 || namesIt(piece, this.#first(piece)) ? null : 'its first block does not name it'
  }

  /** Where the piece can't go, and why; null when it can. Nothing has been written by then. */
  #place(piece: CheckedPiece): PieceOutcome | null {
    const { which, core } = piece
    const { table } = this.#cores
    const entry = table.core(core)
    if (which !== 'records' && (entry === null || entry.which !== which)) return 'unknown'
    const log = which === 'records' ? (core as LogKey) : entry!.log
    const binding = table.log(log)?.binding ?? null
    if (which !== 'records' && binding === null) return 'unknown'
    if (table.log(log)?.refused != null) return 'refused'
    if (piece.from > 0) return binding === null ? 'gap' : null
    const reason = this.#refusal(piece, binding)
    if (reason !== null) this.#cores.refused(log, core, reason)
    return reason === null ? null : 'refused'
  }

  /** Why block 0 doesn't make this a core of its log. */
  #refusal(piece: CheckedPiece, binding: Binding | null): string | null {
    const { core, which } = piece
    const { keys, table } = this.#cores
    const first = this.#first(piece)
    if (first === null) return 'block 0 is not a single readable entry'
    if (which !== 'records') {
      const claimed = claimedLog(first)
      const known = claimed !== null && table.claimants(core).includes(claimed)
      return known ? null : 'it names a core that does not name it'
    }
    if (binding !== null) return null
    const verdict = verifyBinding(first, keys.id, core as LogKey)
    return verdict.ok ? null : verdict.reason
  }

  #first({ core, blocks }: CheckedPiece): Uint8Array | null {
    const { items } = new BlockOpener(core, this.#cores.keys.encryptionKey).open(0, blocks[0]!)
    return items.length === 1 ? items[0]! : null
  }

  async #enter({ which, core }: CheckedPiece): Promise<void> {
    const { table } = this.#cores
    if (which !== 'records' || table.log(core as LogKey) !== null) return
    table.addLog(core as LogKey)
    await this.#cores.load([core])
  }

  /** Asked twice where the first answer sealed an own log: then it is taken in like anybody's. */
  async #judge({ core, head }: CheckedPiece, from: NodeId): Promise<HeadVerdict> {
    const verdict = await this.#cores.heads.report(core, head, from)
    return verdict === 'sealed' ? this.#cores.heads.report(core, head, from) : verdict
  }
}

function namesIt({ core, which }: CheckedPiece, first: Uint8Array | null): boolean {
  return first !== null && claimedCores(first)?.[which] === core
}

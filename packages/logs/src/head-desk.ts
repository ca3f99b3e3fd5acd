import type { Clock, CoreKey, LogKey, NodeId } from '@allmende/vocabulary'
import type {
  CommonsEvents,
  CommonsKeys,
  Finding,
  ForkEvidence,
  Head,
  HeadVerdict,
  Hypercore,
} from './contract.ts'
import type { CoreEntry, CoreTable } from './core-table.ts'
import type { Conflict } from './core-watch.ts'
import type { Events } from './events.ts'
import type { EvidenceRoom } from './evidence.ts'
import { judgeHead, type Judgement } from './head-judge.ts'
import { TreeHasher, type Root } from './merkle.ts'
import type { Generation } from './own-logs.ts'
import { encodeManifest, isSigned } from './signed-head.ts'

/** What it needs of the home. A mirror has no logs of its own, and answers so. */
export type HeadParts = {
  home: {
    own: { find(key: CoreKey): Generation | null }
    trust(log: LogKey, core: CoreKey): void
    seal(generations: readonly Generation[], reason: string): Promise<void>
    report(finding: Finding): void
  }
  evidence: EvidenceRoom
  clock: Clock
}

/** What follows from the heads that peers show, and from the conflicts that hypercore finds. */
export class HeadDesk {
  readonly #keys: Pick<CommonsKeys, 'id'>
  readonly #home: HeadParts['home']
  readonly #room: EvidenceRoom
  readonly #clock: Clock
  readonly #table: CoreTable
  readonly #events: Events<CommonsEvents>
  readonly #open: (key: CoreKey) => Promise<Hypercore>

  constructor(
    keys: Pick<CommonsKeys, 'id'>,
    table: CoreTable,
    parts: HeadParts,
    events: Events<CommonsEvents>,
    open: (key: CoreKey) => Promise<Hypercore>,
  ) {
    this.#keys = keys
    this.#table = table
    this.#home = parts.home
    this.#room = parts.evidence
    this.#clock = parts.clock
    this.#events = events
    this.#open = open
  }

  async report(key: CoreKey, head: Head, from: NodeId): Promise<HeadVerdict> {
    const entry = this.#table.core(key)
    if (entry === null) return 'unknown'
    const ours = {
      head: this.#table.head(key),
      manifest: entry.manifest,
      rootAt: (length: number) => this.#rootAt(entry, length),
    }
    const judgement = await judgeHead(head, ours)
    const generation = this.#home.own.find(key)
    if (generation !== null) return this.#ownHead(generation, entry, head, judgement, from)
    if (judgement.verdict === 'forked') await this.#keep(entry, judgement.reason, [head], from)
    return judgement.verdict
  }

  async #ownHead(
    generation: Generation,
    entry: CoreEntry,
    head: Head,
    judgement: Judgement,
    from: NodeId,
  ): Promise<HeadVerdict> {
    if (judgement.verdict === 'same') this.#home.trust(generation.log, entry.key)
    if (judgement.verdict === 'forked') await this.#keep(entry, judgement.reason, [head], from)
    if (judgement.verdict !== 'ahead' && judgement.verdict !== 'forked') return judgement.verdict
    if (generation.sealed !== null) return judgement.verdict
    const message =
      'A peer has more of an own log than this folder: it was copied or set back, or the disk has lost something.'
    this.#home.report({
      kind: 'own-log-ahead',
      message,
      log: generation.log,
      core: entry.key,
      fields: { length: head.length },
    })
    await this.#home.seal([generation], 'a peer has a longer history of it')
    return 'sealed'
  }

  /** Two histories, each signed by the author: ours, and one that a longer head of theirs goes with. */
  async contradiction(key: CoreKey, head: Head, from: NodeId): Promise<void> {
    const entry = this.#table.core(key)
    if (entry !== null) await this.#keep(entry, 'two-heads', [head], from)
  }

  async #rootAt(entry: CoreEntry, length: number): Promise<Uint8Array | null> {
    const session = await this.#open(entry.key)
    try {
      // Of a core with holes the inner hashes may be missing; then nothing can be said.
      return entry.contiguous >= length ? await session.treeHash(length) : null
    } catch {
      return null
    } finally {
      await session.close()
    }
  }

  async conflict(key: CoreKey, { fork, proof }: Conflict): Promise<void> {
    const entry = this.#table.core(key)
    const head = headOfProof(proof, fork)
    if (entry === null || head === null || entry.manifest === null || !isSigned(head, entry.manifest)) return
    await this.#keep(entry, fork > 0 ? 'fork-number' : 'two-heads', [head])
  }

  async #keep(entry: CoreEntry, reason: ForkEvidence['reason'], heads: Head[], from?: NodeId): Promise<void> {
    const ours = this.#table.head(entry.key)
    const evidence: ForkEvidence = {
      core: entry.key,
      log: entry.log,
      commons: this.#keys.id,
      reason,
      heads: ours === null ? heads : [ours, ...heads],
      manifest: entry.manifest === null ? null : encodeManifest(entry.manifest),
      at: this.#clock.now(),
      ...(from === undefined ? {} : { from }),
    }
    if (!(await this.#room.add(evidence))) return
    const message =
      'The author of a log has signed two histories of it. The proof is kept, and the log is marked.'
    this.#home.report({
      kind: 'forked-log',
      message,
      log: entry.log,
      core: entry.key,
      commons: this.#keys.id,
    })
    this.#events.emit('forked', evidence)
  }

  evidence(): ForkEvidence[] {
    return this.#room.of(this.#keys.id)
  }
}

type Proof = { upgrade?: { nodes?: Root[]; additionalNodes?: Root[]; signature?: Uint8Array } }

/** The head that the other side of a conflict has signed: further on than where the histories were compared. */
function headOfProof(proof: unknown, fork: number): Head | null {
  const { upgrade } = proof as Proof
  if (upgrade?.nodes === undefined || upgrade.signature === undefined) return null
  const tree = new TreeHasher()
  for (const node of [...upgrade.nodes, ...(upgrade.additionalNodes ?? [])]) tree.addSubtree(node)
  return { length: tree.length, fork, rootHash: tree.hash(), signature: upgrade.signature }
}

import type { CoreKey, LogKey, NodeId, CommonsId } from '@allmende/vocabulary'
import { readdir } from 'node:fs/promises'
import { join } from 'node:path'
import type { ForkEvidence, Head } from './contract.ts'
import { readIfThere, writeDurably } from './durable-file.ts'

/**
 * The proofs that an author has signed two histories, one file per core. Kept by us: the mark that hypercore puts on such
 * a core is lost when it is opened again. The first evidence is enough and is not replaced.
 */
export class EvidenceRoom {
  readonly #folder: string
  readonly #byCore = new Map<CoreKey, ForkEvidence>()

  constructor(folder: string) {
    this.#folder = folder
  }

  async open(): Promise<void> {
    for (const name of await readdir(this.#folder).catch(() => [])) {
      if (!name.endsWith('.json')) continue
      const bytes = await readIfThere(join(this.#folder, name))
      const evidence = bytes === null ? null : restore(bytes.toString('utf8'))
      if (evidence !== null) this.#byCore.set(evidence.core, evidence)
    }
  }

  of(commons: CommonsId): ForkEvidence[] {
    return [...this.#byCore.values()].filter((one) => one.commons === commons)
  }

  has(core: CoreKey): boolean {
    return this.#byCore.has(core)
  }

  /** Whether any core of the log was forked. */
  isForked(log: LogKey): boolean {
    for (const evidence of this.#byCore.values()) if (evidence.log === log) return true
    return false
  }

  /** Keeps evidence; false when there was some of this core already. */
  async add(evidence: ForkEvidence): Promise<boolean> {
    if (this.#byCore.has(evidence.core)) return false
    this.#byCore.set(evidence.core, evidence)
    await writeDurably(join(this.#folder, `${evidence.core}.json`), describe(evidence))
    return true
  }
}

type WrittenHead = { length: number; fork: number; rootHash: string; signature: string | null }
type Written = Omit<ForkEvidence, 'heads' | 'manifest'> & { heads: WrittenHead[]; manifest: string | null }

const hex = (bytes: Uint8Array | null) => (bytes === null ? null : Buffer.from(bytes).toString('hex'))
const bytes = (text: string | null) => (text === null ? null : new Uint8Array(Buffer.from(text, 'hex')))

function describe(evidence: ForkEvidence): string {
  const heads = evidence.heads.map((head) => ({
    length: head.length,
    fork: head.fork,
    rootHash: hex(head.rootHash) ?? '',
    signature: hex(head.signature),
  }))
  return `${JSON.stringify({ ...evidence, heads, manifest: hex(evidence.manifest) } satisfies Written, null, 2)}\n`
}

function restore(text: string): ForkEvidence | null {
  try {
    const written = JSON.parse(text) as Written
    const heads: Head[] = written.heads.map((head) => ({
      length: head.length,
      fork: head.fork,
      rootHash: bytes(head.rootHash) ?? new Uint8Array(),
      signature: bytes(head.signature),
    }))
    const from: NodeId | undefined = written.from
    return { ...written, heads, manifest: bytes(written.manifest), ...(from === undefined ? {} : { from }) }
  } catch {
    // A file that was cut off: the evidence will come again with the next head of that log.
    return null
  }
}

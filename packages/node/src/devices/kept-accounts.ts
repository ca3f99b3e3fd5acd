import { mkdir, readFile, rm } from 'node:fs/promises'
import { join } from 'node:path'
import { accountTopic } from '@allmende/logs'
import type { Sync } from '@allmende/sync'
import type { Clock, Logger, NodeId } from '@allmende/vocabulary'
import { writeWhole } from '../home.ts'
import { inBackground } from '../in-background.ts'
import type { Network } from '../network.ts'
import { NotesFile } from '../notes-file.ts'
import { type Envelope, readEnvelope } from './envelope.ts'

/** Accounts of others kept here: at most 64 MB. */
export const MAX_KEPT_ACCOUNTS = 1_000
/** Of one node: its person, and one they had before. */
export const MAX_ACCOUNTS_PER_NODE = 2
/** Topics announced for others, the newest ones: a DHT is asked anew for each of them every ten minutes. */
const MAX_ANNOUNCED = 128
/** Whose owner was here within that time isn't dropped for a newcomer. */
const SAFE_MS = 90 * 24 * 60 * 60 * 1000

/** WARNING: stored. */
type Kept = {
  readonly version: number
  /** Hexadecimal. */
  readonly hash: string
  readonly bytes: number
  readonly node: NodeId
  readonly at: number
}

export type KeptVerdict = 'kept' | 'older' | 'full'

type Dependencies = {
  readonly folder: string
  readonly clock: Clock
  readonly sync: Sync
  readonly network: Network
  readonly logger: Logger
}

/** The sealed documents of others' accounts. Whoever has the words of one finds it here and gets it. */
export class KeptAccounts {
  readonly #parts: Dependencies
  readonly #notes: NotesFile<Kept>
  readonly #kept = new Map<string, Kept>()
  readonly #announced = new Set<string>()
  #writing: Promise<unknown> = Promise.resolve()

  constructor(parts: Dependencies) {
    this.#parts = parts
    this.#notes = new NotesFile(join(parts.folder, 'kept.json'))
  }

  /** Where damaged notes lie now, or null. */
  async load(): Promise<string | null> {
    await mkdir(this.#parts.folder, { recursive: true, mode: 0o700 })
    const damaged = await this.#notes.load()
    for (const [account, kept] of this.#notes.entries()) this.#kept.set(account, kept)
    this.#parts.network.onOnline(() => this.#announce())
    return damaged
  }

  get size(): number {
    return this.#kept.size
  }

  /** The public keys of all that are kept. */
  keys(): Uint8Array[] {
    return [...this.#kept.keys()].map((account) => new Uint8Array(Buffer.from(account, 'hex')))
  }

  head(account: Uint8Array): { version: number; hash: Uint8Array } | null {
    const kept = this.#kept.get(nameOf(account))
    return kept ? { version: kept.version, hash: new Uint8Array(Buffer.from(kept.hash, 'hex')) } : null
  }

  /** Null for what isn't here, or isn't whole any more. */
  async read(account: Uint8Array): Promise<Envelope | null> {
    try {
      return readEnvelope(new Uint8Array(await readFile(this.#fileOf(account))))
    } catch {
      return null
    }
  }

  /** Keeps what is newer than what is here. One after the other: two at once could both find room for the last one. */
  keep(envelope: Envelope, node: NodeId): Promise<KeptVerdict> {
    const work = this.#writing.then(() => this.#keep(envelope, node))
    this.#writing = work.catch(() => undefined)
    return work
  }

  async #keep(envelope: Envelope, node: NodeId): Promise<KeptVerdict> {
    const name = nameOf(envelope.account)
    const before = this.#kept.get(name)
    const hash = Buffer.from(envelope.hash).toString('hex')
    if (before && before.hash !== hash && before.version >= envelope.version) return 'older'
    if (!before && !(await this.#makeRoom(node))) return 'full'
    const at = this.#parts.clock.now()
    // The content first: notes that name what isn't there would promise what can't be given.
    if (before?.hash !== hash) await writeWhole(this.#fileOf(envelope.account), envelope.bytes)
    const kept = { version: envelope.version, hash, bytes: envelope.bytes.length, node, at }
    this.#kept.set(name, kept)
    await this.#notes.set(name, kept)
    this.#announce()
    return 'kept'
  }

  async #makeRoom(node: NodeId): Promise<boolean> {
    const all = [...this.#kept]
    if (all.filter(([, kept]) => kept.node === node).length >= MAX_ACCOUNTS_PER_NODE) return false
    if (all.length < MAX_KEPT_ACCOUNTS) return true
    const [oldest] = all.toSorted(([, a], [, b]) => a.at - b.at)
    if (!oldest || this.#parts.clock.now() - oldest[1].at < SAFE_MS) return false
    const [name] = oldest
    this.#kept.delete(name)
    await this.#notes.delete(name)
    await rm(join(this.#parts.folder, `${name}.document`), { force: true })
    if (this.#announced.delete(name)) await this.#parts.sync.part(topicOf(name))
    return true
  }

  #announce(): void {
    const { network, sync, logger } = this.#parts
    if (!network.online) return
    const newest = [...this.#kept].toSorted(([, a], [, b]) => b.at - a.at).slice(0, MAX_ANNOUNCED)
    for (const [name] of newest) {
      if (this.#announced.has(name) || this.#announced.size >= MAX_ANNOUNCED) continue
      this.#announced.add(name)
      const met = sync.meet(topicOf(name), { server: true, client: false })
      inBackground(logger, 'announcing an account that is kept here', met)
    }
  }

  #fileOf(account: Uint8Array): string {
    return join(this.#parts.folder, `${nameOf(account)}.document`)
  }
}

function nameOf(account: Uint8Array): string {
  return Buffer.from(account).toString('hex')
}

function topicOf(name: string): Uint8Array {
  return accountTopic(new Uint8Array(Buffer.from(name, 'hex')))
}

import { EventEmitter } from 'node:events'
import type {
  CarriedLogs,
  CommonsEvents,
  CoreHead,
  CoreRole,
  Head,
  HeadVerdict,
  LogState,
  MirrorKeys,
  Prefix,
  Rest,
  ReadBlock,
} from '@allmende/logs'
import type { CoreKey, DeviceId, LogKey, PersonId } from '@allmende/vocabulary'
import { ModelCore } from './core.ts'
import type { SignedLog, Truth } from './truth.ts'

type Held = { log: SignedLog; length: number; held: number; from?: string }

const SIGNATURE = new Uint8Array(64)

type Given = Pick<Rest, 'blocks' | 'signature' | 'length' | 'from'>

/** Whether the author has written just that. */
function isSigned(log: SignedLog, { blocks, signature, length, from }: Given): boolean {
  if (Buffer.compare(log.roots[length] ?? new Uint8Array(0), signature) !== 0) return false
  return blocks.every((block, at) => Buffer.compare(block, log.blocks[from + at] ?? new Uint8Array(0)) === 0)
}

/** The logs of one node in memory: what is asked of `logs` by sync, without a store. */
export class ModelLogs extends EventEmitter<CommonsEvents> implements CarriedLogs {
  readonly keys: MirrorKeys
  readonly own = null
  readonly #truth: Truth
  readonly #held = new Map<CoreKey, Held>()
  readonly #cores = new Map<CoreKey, ModelCore>()
  readonly mine: SignedLog | null

  constructor(keys: MirrorKeys, truth: Truth, mine: SignedLog | null) {
    super()
    this.setMaxListeners(0)
    this.keys = keys
    this.#truth = truth
    this.mine = mine
  }

  get id() {
    return this.keys.id
  }

  /** Takes in what the author has written up to a length: one's own, or what a flooder brings along. */
  hold(log: SignedLog, length = log.blocks.length): void {
    this.grow(log.key as unknown as CoreKey, length, length)
  }

  /** Verified blocks arrived. */
  grow(core: CoreKey, held: number, length: number, from?: string): void {
    const log = this.#truth.get(core)
    if (!log) return
    const before = this.#held.get(core)
    const entry = before ?? { log, length: 0, held: 0, ...(from === undefined ? {} : { from }) }
    const grown = held > entry.held
    entry.held = Math.max(entry.held, held)
    entry.length = Math.max(entry.length, length)
    this.#held.set(core, entry)
    if (!before) this.emit('bound', this.#state(entry))
    if (!grown) return
    const own = this.mine === log
    this.emit('appended', { core, which: 'records', log: log.key, length: entry.held, own })
    this.#cores.get(core)?.announce()
  }

  /** Blocks here of logs of known people, and how many of others. */
  counts(): { known: number; others: number } {
    let [known, others] = [0, 0]
    for (const { log, held } of this.#held.values()) {
      if (log.known) known += held
      else others++
    }
    return { known, others }
  }

  blocks(core: CoreKey, from: number, to: number): Uint8Array[] {
    const entry = this.#held.get(core)
    return entry ? entry.log.blocks.slice(from, Math.min(to, entry.held)) : []
  }

  async addLog(key: LogKey, from?: string): Promise<LogState> {
    const core = key as unknown as CoreKey
    const log = this.#truth.get(core)
    // A made-up key: nobody has ever signed anything in it.
    if (!log) throw new Error('nothing of the log can be had')
    const entry = this.#held.get(core) ?? { log, length: 0, held: 0, ...(from === undefined ? {} : { from }) }
    this.#held.set(core, entry)
    return this.#state(entry)
  }

  log(key: LogKey): LogState | null {
    const entry = this.#held.get(key as unknown as CoreKey)
    return entry ? this.#state(entry) : null
  }

  logs(): LogState[] {
    return [...this.#held.values()].map((entry) => this.#state(entry))
  }

  #state({ log, length, held, from }: Held): LogState {
    const { key, person } = log
    const who = held > 0 ? { person, device: key as unknown as DeviceId } : {}
    const way = from === undefined ? {} : { from }
    const own = this.mine === log
    return { key, ...who, length, contiguous: held, fork: 0, own, bound: held > 0, forked: false, ...way }
  }

  owner(key: CoreKey): { log: LogKey; which: CoreRole } | null {
    const entry = this.#held.get(key)
    return entry ? { log: entry.log.key, which: 'records' } : null
  }

  async find(discoveryKey: Uint8Array): Promise<{ core: CoreKey; which: CoreRole } | null> {
    const core = this.#truth.find(discoveryKey)?.key as CoreKey | undefined
    return core && this.#held.get(core)?.held ? { core, which: 'records' } : null
  }

  async *read(key: LogKey, from: number, to = Infinity): AsyncGenerator<ReadBlock> {
    const blocks = this.blocks(key as unknown as CoreKey, from, to)
    for (const [at, bytes] of blocks.entries()) yield { block: from + at, records: [bytes] }
  }

  async *readEdits(): AsyncGenerator<never> {}

  core(): Promise<never> {
    return Promise.reject(new Error('no files in the model'))
  }

  async raw(key: CoreKey): Promise<never> {
    const entry = this.#held.get(key)
    if (!entry) throw new Error('unknown core')
    const core = new ModelCore(this, key, entry.log.discoveryKey)
    this.#cores.set(key, core)
    core.once('close', () => {
      if (this.#cores.get(key) === core) this.#cores.delete(key)
    })
    return core as never
  }

  head(key: CoreKey): Head | null {
    const entry = this.#held.get(key)
    if (!entry?.length) return null
    const rootHash = entry.log.roots[entry.length] ?? new Uint8Array(32)
    return { length: entry.length, fork: 0, rootHash, signature: SIGNATURE }
  }

  heads(): CoreHead[] {
    return [...this.#held].flatMap(([core, { log, held }]): CoreHead[] => {
      const head = this.head(core)
      return head ? [{ ...head, core, which: 'records', log: log.key, contiguous: held }] : []
    })
  }

  async reportHead(key: CoreKey, head: Head): Promise<HeadVerdict> {
    const root = this.#truth.get(key)?.roots[head.length]
    if (!root || Buffer.compare(root, head.rootHash) !== 0 || head.fork > 0) return 'invalid'
    return 'same'
  }

  async exportPrefix(key: LogKey): Promise<Prefix | null> {
    const entry = this.#held.get(key as unknown as CoreKey)
    if (!entry || entry.held !== entry.length || entry.held === 0) return null
    const { log, length } = entry
    const signature = log.roots[length] ?? SIGNATURE
    return { manifest: log.bytes, blocks: log.blocks.slice(0, length), signature, length }
  }

  async importPrefix(
    key: LogKey,
    { blocks, signature, length }: Prefix,
    from?: string,
  ): Promise<'ok' | 'refused'> {
    const core = key as unknown as CoreKey
    const log = this.#truth.get(core)
    if (!log || (this.#held.get(core)?.held ?? 0) > 0 || blocks.length !== length) return 'refused'
    if (!isSigned(log, { blocks, signature, length, from: 0 })) return 'refused'
    this.grow(core, length, length, from)
    return 'ok'
  }

  async exportRest(key: CoreKey, from: number): Promise<Rest | null> {
    const entry = this.#held.get(key)
    if (!entry || entry.held !== entry.length || from >= entry.held) return null
    const { log, length } = entry
    const signature = log.roots[length] ?? SIGNATURE
    return { manifest: log.bytes, blocks: log.blocks.slice(from, length), signature, length, from, left: [] }
  }

  async importRest(key: CoreKey, rest: Rest): Promise<'ok' | 'refused' | 'late'> {
    const entry = this.#held.get(key)
    if (!entry) return 'late'
    if (rest.from + rest.blocks.length !== rest.length || !isSigned(entry.log, rest)) return 'refused'
    if (rest.from > entry.held) return 'late'
    this.grow(key, rest.length, rest.length)
    return 'ok'
  }

  async firstBlock(key: LogKey): Promise<Uint8Array | null> {
    return this.blocks(key as unknown as CoreKey, 0, 1)[0] ?? null
  }

  whose(key: LogKey, firstBlock: Uint8Array): PersonId | null {
    const log = this.#truth.get(key as unknown as CoreKey)
    return log?.blocks[0] && Buffer.compare(log.blocks[0], firstBlock) === 0 ? log.person : null
  }

  async heldBytes(key: CoreKey): Promise<number> {
    return this.blocks(key, 0, Infinity).reduce((sum, { length }) => sum + length, 0)
  }

  evidence(): never[] {
    return []
  }
}

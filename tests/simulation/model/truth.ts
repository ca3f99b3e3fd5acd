import { hash } from 'node:crypto'
import Hypercore from 'hypercore'
import { coreKeyOf, type CoreKey, type LogKey, type PersonId } from '@allmende/vocabulary'
import type { Seeded } from '@allmende/testkit'

/** What its author has signed of a log; whatever differs from it would not verify. */
export type SignedLog = {
  readonly key: LogKey
  readonly bytes: Uint8Array
  readonly discoveryKey: Uint8Array
  readonly person: PersonId
  /** Of somebody all know, or invented by a flooder. */
  readonly known: boolean
  readonly blocks: Uint8Array[]
  /** The root hash at each length. */
  readonly roots: Uint8Array[]
}

/** All logs there are, as their authors have signed them: it stands for signatures in the model. */
export class Truth {
  readonly #logs = new Map<CoreKey, SignedLog>()
  readonly #byDiscoveryKey = new Map<string, SignedLog>()
  readonly #random: Seeded

  constructor(random: Seeded) {
    this.#random = random
  }

  /** A new author, whose first block binds the log to them. */
  begin(known: boolean): SignedLog {
    const bytes = this.#random.bytes(32)
    const key = coreKeyOf(bytes) as unknown as LogKey
    const discoveryKey = Hypercore.discoveryKey(Buffer.from(bytes))
    const person = coreKeyOf(this.#random.bytes(32)) as unknown as PersonId
    const log: SignedLog = {
      key,
      bytes,
      discoveryKey,
      person,
      known,
      blocks: [],
      roots: [new Uint8Array(32)],
    }
    this.#logs.set(key as unknown as CoreKey, log)
    this.#byDiscoveryKey.set(Buffer.from(discoveryKey).toString('hex'), log)
    this.append(log, 500)
    return log
  }

  append(log: SignedLog, size: number): void {
    const block = this.#random.bytes(size)
    log.blocks.push(block)
    log.roots.push(hash('sha256', Buffer.concat([log.roots.at(-1) ?? Buffer.alloc(0), block]), 'buffer'))
  }

  get(key: CoreKey): SignedLog | undefined {
    return this.#logs.get(key)
  }

  find(discoveryKey: Uint8Array): SignedLog | undefined {
    return this.#byDiscoveryKey.get(Buffer.from(discoveryKey).toString('hex'))
  }

  known(): SignedLog[] {
    return [...this.#logs.values()].filter((log) => log.known)
  }
}

// Only what Allmende calls. corestore 7.12.5.
declare module 'corestore' {
  import type { EventEmitter } from 'node:events'
  import type Hypercore from 'hypercore'
  import type { StoreStorage } from 'hypercore-storage'

  namespace Corestore {
    type Options = {
      readOnly?: boolean
      manifestVersion?: number
      active?: boolean
      /** Only for baselines in benches: our own stores make their own, at random. */
      primaryKey?: Uint8Array
      unsafe?: boolean
    }
    type GetOptions = {
      key?: Uint8Array
      name?: string
      keyPair?: Hypercore.KeyPair
      manifest?: Hypercore.Manifest | null
      encryption?: { key: Uint8Array; block?: boolean } | null
      /** The first opener decides for all sessions of a core. */
      allowFork?: boolean
      createIfMissing?: boolean
      active?: boolean
      wait?: boolean
      timeout?: number
      writable?: boolean
    }
  }

  class Corestore extends EventEmitter {
    constructor(path: string, options?: Corestore.Options)
    readonly storage: StoreStorage
    /** Cores that are open, by sessions or still lingering after the last one. */
    readonly cores: Iterable<Hypercore.Core & { readonly closed: boolean }>
    readonly opened: boolean
    readonly closing: Promise<void> | null
    readonly closed: boolean
    ready(): Promise<void>
    get(options: Corestore.GetOptions): Hypercore
    watch(listener: (core: Hypercore.Core) => void): void
    unwatch(listener: (core: Hypercore.Core) => void): void
    /** Serves any core whose key the other side knows: never used outside of baselines in benches. */
    replicate(isInitiatorOrStream: unknown): NodeJS.ReadWriteStream & { noiseStream: unknown }
    close(): Promise<void>
  }

  export default Corestore
}

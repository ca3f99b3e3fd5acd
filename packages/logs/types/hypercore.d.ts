// Only what Allmende calls. hypercore 11.37.1.
declare module 'hypercore' {
  import type { EventEmitter } from 'node:events'
  import type * as storage from 'hypercore-storage'

  namespace Hypercore {
    type CoreStorage = storage.CoreStorage
    type CoreInfo = storage.CoreInfo
    type KeyPair = { publicKey: Uint8Array; secretKey: Uint8Array }
    type Manifest = {
      version: number
      hash: string
      allowPatch: boolean
      quorum: number
      signers: { signature: string; namespace: Uint8Array; publicKey: Uint8Array }[]
      prologue: { hash: Uint8Array; length: number } | null
      linked: Uint8Array[] | null
      userData: Uint8Array | null
    }
    type TreeHead = {
      fork: number
      length: number
      rootHash: Uint8Array | null
      signature: Uint8Array | null
      timestamp: number
    }
    type SessionOptions = {
      keyPair?: KeyPair
      writable?: boolean
      weak?: boolean
      wait?: boolean
      timeout?: number
      active?: boolean
      snapshot?: boolean
      encryption?: { key: Uint8Array; block?: boolean } | null
    }
    type TreeNode = { index: number; size: number; hash: Uint8Array }
    /** What hypercore verifies before it stores anything. */
    type Proof = {
      fork: number
      block: { index: number; value: Uint8Array; nodes: TreeNode[] } | null
      hash: null
      seek: null
      upgrade: {
        start: number
        length: number
        nodes: TreeNode[]
        additionalNodes: TreeNode[]
        signature: Uint8Array
      } | null
      manifest: Manifest | null
    }
    type GetOptions = { wait?: boolean; timeout?: number; raw?: boolean; decrypt?: boolean }
    type AppendOptions = {
      keyPair?: KeyPair
      signature?: Uint8Array | null
      writable?: boolean
      maxLength?: number
      /** Runs after the write to the database and before peers are told. */
      postappend?: ((blocks: Uint8Array[]) => Promise<void>) | null
    }
    type Range = {
      start?: number
      end?: number
      blocks?: number[] | Set<number>
      linear?: boolean
    }
    interface Download {
      done(): Promise<boolean>
      destroy(error?: Error | null): void
    }
    interface Peer {
      remotePublicKey: Uint8Array
      remoteLength: number
      remoteContiguousLength: number
      remoteFork: number
      remoteOpened: boolean
      remoteSynced: boolean
      remoteUploading: boolean
      /** Our length as this peer has last acknowledged it. */
      lengthAcked: number
      syncsProcessing: number
      /** Tells the peer our length and what we know of its own. */
      sendSync(): void
      paused: boolean
      stream: { remotePublicKey: Uint8Array; rtt?: number }
      [key: string]: unknown
    }
    /** What all sessions of one core share. */
    interface Core {
      key: Uint8Array
      discoveryKey: Uint8Array
      manifest: Manifest | null
      opened: boolean
      closing: Promise<void> | null
      closed: boolean
      hasSession(): boolean
      /** The sessions that listen to what replication brings. */
      monitors: Hypercore[]
      close(): Promise<void>
      header: {
        manifest: Manifest | null
        tree: TreeHead
        hints: { contiguousLength: number; remoteContiguousLength: number }
      }
      state: State
      storage: CoreStorage
      replicator: {
        attachTo(mux: unknown): void
        attached(mux: unknown): boolean
        detachFrom(mux: unknown): void
        peers: Peer[]
        allowFork: boolean
        downloading: boolean
        setDownloading(on: boolean): void
      }
      createUserDataStream(range?: {
        gte?: string
        gt?: string
        lt?: string
        lte?: string
      }): AsyncIterable<{ key: string; value: Uint8Array }>
    }
    interface State {
      length: number
      byteLength: number
      fork: number
      signature: Uint8Array | null
      storage: CoreStorage
      /** The full subtrees that the core consists of. */
      roots: TreeNode[]
      hash(): Uint8Array
    }
  }

  class Hypercore extends EventEmitter {
    static key(manifest: Hypercore.Manifest | Uint8Array): Uint8Array
    static discoveryKey(key: Uint8Array): Uint8Array
    static parseManifest(manifest: unknown, key?: Uint8Array): Hypercore.Manifest
    static blockEncryptionKey(key: Uint8Array, encryptionKey: Uint8Array): Uint8Array
    static treeHashFromStorage(session: Hypercore, length?: number): Promise<Uint8Array>
    static createProtocolStream(
      isInitiatorOrStream: unknown,
      options?: { ondiscoverykey?: (discoveryKey: Uint8Array) => void | Promise<void>; keepAlive?: boolean },
    ): { noiseStream: unknown } & EventEmitter
    static getProtocolMuxer(stream: unknown): unknown
    static DefaultEncryption: {
      PADDING: number
      blockEncryptionKey(key: Uint8Array, encryptionKey: Uint8Array): Uint8Array
      /** Decrypts in place, after the padding. */
      decrypt(index: number, block: Uint8Array, blockKey: Uint8Array): void
    }

    readonly core: Hypercore.Core
    readonly state: Hypercore.State
    readonly id: string
    readonly key: Uint8Array
    readonly discoveryKey: Uint8Array
    readonly manifest: Hypercore.Manifest | null
    readonly length: number
    readonly byteLength: number
    readonly contiguousLength: number
    readonly remoteContiguousLength: number
    readonly fork: number
    readonly padding: number
    readonly writable: boolean
    readonly opened: boolean
    readonly closing: Promise<void> | null
    readonly closed: boolean
    readonly peers: Hypercore.Peer[]
    readonly encryption: object | null
    keyPair: Hypercore.KeyPair | null
    activeRequests: unknown[]

    ready(): Promise<void>
    close(options?: { error?: Error | null }): Promise<void>
    session(options?: Hypercore.SessionOptions): Hypercore
    snapshot(options?: Hypercore.SessionOptions): Hypercore
    getManifest(options: { raw: true }): Uint8Array | null
    getManifest(options?: { raw?: false }): Hypercore.Manifest | null
    get(index: number, options?: Hypercore.GetOptions): Promise<Uint8Array | null>
    has(start: number, end?: number): Promise<boolean>
    append(
      blocks: Uint8Array | Uint8Array[],
      options?: Hypercore.AppendOptions,
    ): Promise<{ length: number; byteLength: number }>
    truncate(length: number, options?: { fork?: number; keyPair?: Hypercore.KeyPair }): Promise<void>
    clear(start: number, end?: number): Promise<void>
    update(options?: { wait?: boolean; force?: boolean }): Promise<boolean>
    download(range?: Hypercore.Range): Hypercore.Download
    seek(bytes: number, options?: Hypercore.GetOptions): Promise<[number, number] | null>
    treeHash(length?: number): Promise<Uint8Array>
    /** Verifies and stores; false when it doesn't fit the state of the core any more. Throws on a wrong proof. */
    applyProof(proof: Hypercore.Proof): Promise<boolean>
    findingPeers(): () => void
    replicate(isInitiatorOrMuxOrStream: unknown, options?: { keepAlive?: boolean }): unknown
    setKeyPair(keyPair: Hypercore.KeyPair | null): void
    setActive(active: boolean): void
    setUserData(key: string, value: Uint8Array): Promise<void>
    getUserData(key: string): Promise<Uint8Array | null>
    info(options?: { storage?: boolean }): Promise<{
      byteLength: number
      contiguousLength: number
      length: number
      fork: number
      storage: { oplog: number; tree: number; blocks: number; bitfield: number } | null
    }>
  }

  export default Hypercore
}

declare module 'hypercore/lib/verifier.js' {
  import type Hypercore from 'hypercore'
  /** Something whose signature can be checked: the signable bytes in the context of a manifest. */
  type Signed = { length: number; fork: number; hash(): Uint8Array; signable(context: Uint8Array): Uint8Array }
  class Verifier {
    constructor(manifestHash: Uint8Array, manifest: Hypercore.Manifest)
    verify(signed: Signed, signature: Uint8Array): boolean
    static decodeManifest(bytes: Uint8Array): Hypercore.Manifest
    static encodeManifest(manifest: Hypercore.Manifest): Uint8Array
    static defaultSignerManifest(publicKey: Uint8Array): Hypercore.Manifest
    static manifestHash(manifest: Hypercore.Manifest): Uint8Array
  }
  export default Verifier
}

declare module 'hypercore/lib/caps.js' {
  const caps: {
    treeSignable(manifestHash: Uint8Array, treeHash: Uint8Array, length: number, fork: number): Uint8Array
  }
  export default caps
}

declare module 'hypercore-storage' {
  /** Gathers single-key reads into one call of the database; `tryFlush` sends them. */
  interface CoreRead {
    getBlock(index: number): Promise<Uint8Array | null>
    getTreeNode(index: number): Promise<{ index: number; size: number; hash: Uint8Array } | null>
    tryFlush(): void
  }
  interface CoreWrite {
    putUserData(key: string, value: Uint8Array): void
    flush(): Promise<boolean>
  }
  interface CoreStorage {
    read(): CoreRead
    write(): CoreWrite
    createBlockStream(range: {
      gte?: number
      lt?: number
    }): AsyncIterable<{ index: number; value: Uint8Array }> & { destroy(): void }
    close(): Promise<void>
  }
  type CoreInfo = {
    discoveryKey: Uint8Array
    auth: { key: Uint8Array; manifest: import('hypercore').default.Manifest | null } | null
    head: import('hypercore').default.TreeHead | null
    hints: { contiguousLength: number; remoteContiguousLength: number } | null
  }
  interface ReadBatch {
    get(key: Uint8Array): Promise<Buffer | null>
    flush(): Promise<void>
    tryFlush(): void
    destroy(): void
  }
  /** A put has `key` and `value`, a deletion `key`, that of a range `start` and `end`. */
  type WriteOperation = { key: Uint8Array; value?: Uint8Array; start?: Uint8Array; columnFamily: unknown }
  interface WriteBatch {
    tryPut(key: Uint8Array, value: Uint8Array): void
    tryDelete(key: Uint8Array): void
    tryDeleteRange(start: Uint8Array, end: Uint8Array): void
    flush(): Promise<void>
    _operations: WriteOperation[]
    _onwrite(error: unknown): void
  }
  interface DatabaseState {
    readonly closing: Promise<void> | null
    readonly stats: { readonly readBatches: number; readonly writeBatches: number }
    createReadBatch(session: Database, options?: object): ReadBatch
    createWriteBatch(session: Database, options?: object): WriteBatch
  }
  /** rocksdb-native 3.18.1: a session of a database, on one column family. */
  interface Database {
    readonly _state: DatabaseState
    readonly _snapshot: object | null
    readonly _columnFamily: { readonly _handle: unknown }
    readonly _index: number
    read(options?: { autoDestroy?: boolean }): ReadBatch
    write(options?: { autoDestroy?: boolean }): WriteBatch
    session(): Database
    snapshot(): Database
    close(): Promise<void>
    flush(): Promise<void>
    /** The policy 1 moves what is alive out of old blob files, up to the given share of them, so that they can go. */
    compactRange(options?: {
      blobGarbageCollectionPolicy?: 0 | 1 | 2
      blobGarbageCollectionAgeCutoff?: number
    }): Promise<void>
  }
  interface StoreStorage {
    rocks: { path: string; currentWalFile(): Promise<{ path: string }>; flush(): Promise<void> }
    /** A session of the column family that everything lies in. */
    db: Database
    /** Flushes another, empty column family: does nothing for us. Use `db.flush`. */
    flush(): Promise<void>
    compact(): Promise<void>
    hasCore(discoveryKey: Uint8Array): Promise<boolean>
    getInfo(discoveryKey: Uint8Array, options?: object): Promise<CoreInfo | null>
    getInfos(discoveryKeys: Uint8Array[], options?: object): Promise<(CoreInfo | null)[]>
    resumeCore(discoveryKey: Uint8Array): Promise<CoreStorage | null>
    createDiscoveryKeyStream(): AsyncIterable<Uint8Array>
    createCoreStream(): AsyncIterable<{ discoveryKey: Uint8Array; core: unknown }>
    /** Takes a core that nobody has open out of the database. */
    deleteCore(pointer: unknown): Promise<void>
  }
}

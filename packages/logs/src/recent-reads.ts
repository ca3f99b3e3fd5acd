import type Corestore from 'corestore'
import { RecentValues } from './recent-values.ts'

/** A session of the store's database. */
export type Database = Corestore['storage']['db']
export type ReadBatch = ReturnType<Database['read']>
type WriteBatch = ReturnType<Database['write']>

/** Some thousand entries of cores that are written to. */
const MOST_BYTES = 4 * 1024 * 1024

/**
 * What was written to the database a moment ago is read from memory. hypercore reads back what it has just written, seven times for
 * each edit where five write, each to each: the hashes for each peer, the page of the bitfield, the block itself. Each read goes to
 * another thread and back; together with three writes that took a third of the main thread's time.
 *
 * Only values whose write has ended are kept, and never what a read brought: that could be older than a write that ended meanwhile.
 * Reads of a snapshot go to the database.
 *
 * The underscored members are rocksdb-native's own (3.18, pinned); `recent-reads.test.ts` sees that they are still the ones called.
 */
export function keepRecent(database: Database): void {
  const state = database._state
  const recent = new RecentValues(MOST_BYTES)
  const read = state.createReadBatch.bind(state)
  const write = state.createWriteBatch.bind(state)
  state.createReadBatch = (session, options) =>
    session._snapshot !== null || session._columnFamily !== database._columnFamily
      ? read(session, options)
      : new RecentReadBatch(recent, () => {
          if (state.closing || session._index === -1) throw new Error('RocksDB session is closed')
          return read(session, options)
        })
  state.createWriteBatch = (session, options) => watched(write(session, options), recent, database)
}

/** A batch of reads that asks the database only for what is not in memory. */
class RecentReadBatch implements ReadBatch {
  readonly #recent: RecentValues
  readonly #create: () => ReadBatch
  #batch: ReadBatch | null = null

  constructor(recent: RecentValues, create: () => ReadBatch) {
    this.#recent = recent
    this.#create = create
  }

  async get(key: Uint8Array): Promise<Buffer | null> {
    const value = this.#recent.get(key)
    if (value !== undefined) return value
    return (this.#batch ??= this.#create()).get(key)
  }

  async flush(): Promise<void> {
    await this.#batch?.flush()
  }

  tryFlush(): void {
    this.#batch?.tryFlush()
  }

  destroy(): void {
    this.#batch?.destroy()
  }
}

/** Batches are used again: each is watched once. */
const WATCHED = new WeakSet<WriteBatch>()

function watched(batch: WriteBatch, recent: RecentValues, { _columnFamily }: Database): WriteBatch {
  if (WATCHED.has(batch)) return batch
  WATCHED.add(batch)
  const onWrite = batch._onwrite.bind(batch)
  batch._onwrite = function (this: WriteBatch, error: unknown) {
    for (const { key, value, start, columnFamily } of this._operations) {
      if (columnFamily !== _columnFamily._handle) continue
      // A range was taken out: rare, and what it held isn't told.
      if (start !== undefined) recent.clear()
      else if (value === undefined || error) recent.delete(key)
      else recent.set(key, value)
    }
    onWrite(error)
  }
  return batch
}

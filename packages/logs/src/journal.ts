import type { CoreKey } from '@allmende/vocabulary'
import { constants } from 'node:fs'
import { open, type FileHandle } from 'node:fs/promises'
import { dirname, join } from 'node:path'
import { isCode, readIfThere, syncFolder } from './durable-file.ts'
import { decodeEntry, encodeEntry, findEntry, type JournalEntry, type OwnHead } from './journal-entry.ts'

/**
 * Bytes of one segment, written full of zeroes when it is made: writing into blocks that are there already needs
 * no change of the file's size (a third faster to sync), and can't fail on a full disk.
 */
const SEGMENT_BYTES = 4 * 1024 * 1024

/** WARNING: stored. */
const SEGMENT_NAMES = ['journal-0', 'journal-1'] as const

/** What the journal said when it was opened. */
export type JournalContent = {
  /** Oldest first. */
  appends: Extract<JournalEntry, { type: 'append' }>[]
  heads: Map<CoreKey, OwnHead>
  /** When the last entry was written, ms, system clock; 0 when there is none. */
  lastAt: number
  /** Whole entries lie behind one that isn't: not a cut, but damage. */
  damaged: boolean
  current: 0 | 1
  epoch: number
}

type Waiting = { entry: JournalEntry; sync: boolean; done: () => void; failed: (error: unknown) => void }

/**
 * The own journal beside the database: what it holds has been acknowledged, whatever became of the database's
 * write-ahead log. Two segments take turns. One is overwritten only after the database has brought to disk
 * (`flush`) all that the segment says, so an acknowledged block lies in the journal or in a table, at any moment.
 */
export class Journal {
  readonly #files: Segment[]
  readonly #flush: () => Promise<void>
  readonly #heads: Map<CoreKey, OwnHead>
  readonly #waiting: Waiting[] = []
  #current: 0 | 1
  #epoch: number
  #sequence = 0
  #end = 0
  #running: Promise<void> | null = null
  #otherIsFree: Promise<void> = Promise.resolve()
  #broken: unknown = null

  constructor(files: Segment[], content: JournalContent, flush: () => Promise<void>) {
    this.#files = files
    this.#heads = new Map(content.heads)
    this.#current = content.current
    this.#epoch = content.epoch
    this.#flush = flush
  }

  head(core: CoreKey): OwnHead | null {
    return this.#heads.get(core) ?? null
  }

  /** The system's clock when the journal was written last is in it, to be compared with the file's ctime. */
  static stamp(): number {
    return Date.now()
  }

  /** Begins a new segment with the heads as they are after recovery. To be called once, after the database is flushed. */
  async begin(heads: Map<CoreKey, OwnHead>): Promise<void> {
    this.#heads.clear()
    for (const [core, head] of heads) this.#heads.set(core, head)
    await this.#turn()
  }

  /**
   * Resolves when the entry is on disk (`sync`), or handed to the system. Entries that wait together share one sync.
   */
  write(entry: JournalEntry, sync: boolean): Promise<void> {
    return new Promise((done, failed) => {
      this.#waiting.push({ entry, sync, done, failed })
      this.#running ??= this.#run()
    })
  }

  async close(): Promise<void> {
    await this.#running
    await this.#otherIsFree.catch(() => undefined)
    await Promise.all(this.#files.map((file) => file.close()))
  }

  async #run(): Promise<void> {
    while (this.#waiting.length > 0) {
      const batch = this.#waiting.splice(0)
      try {
        if (this.#broken !== null) throw this.#broken
        await this.#writeBatch(batch)
        for (const { done } of batch) done()
      } catch (error) {
        // Where a half-written entry ends is unknown: nothing is written behind it until the journal is opened anew.
        this.#broken = error
        for (const { failed } of batch) failed(error)
      }
    }
    this.#running = null
  }

  async #writeBatch(batch: Waiting[]): Promise<void> {
    let bytes = this.#encode(batch)
    if (this.#end + bytes.length > SEGMENT_BYTES) {
      await this.#turn()
      bytes = this.#encode(batch)
    }
    const sync = batch.some((one) => one.sync)
    await this.#files[this.#current]!.write(bytes, this.#end, sync)
    this.#end += bytes.length
    this.#sequence += batch.length
    for (const { entry } of batch) this.#take(entry)
  }

  #encode(batch: Waiting[]): Buffer {
    return Buffer.concat(batch.map(({ entry }, at) => encodeEntry(entry, this.#epoch, this.#sequence + at)))
  }

  #take(entry: JournalEntry): void {
    if (entry.type === 'heads') return
    this.#heads.set(entry.head.core, entry.head)
  }

  async #turn(): Promise<void> {
    await this.#otherIsFree
    const next = this.#current === 0 ? 1 : 0
    const heads = [...this.#heads.values()]
    const first: JournalEntry = { type: 'heads', at: Journal.stamp(), heads }
    const bytes = encodeEntry(first, this.#epoch + 1, 0)
    await this.#files[next]!.write(bytes, 0, true)
    this.#current = next
    this.#epoch += 1
    this.#sequence = 1
    this.#end = bytes.length
    this.#otherIsFree = this.#flush()
    this.#otherIsFree.catch(() => undefined)
  }
}

/** One preallocated file, once with and once without writes that wait for the disk. */
export class Segment {
  readonly #plain: FileHandle
  readonly #synced: FileHandle
  #unsynced = false

  constructor(plain: FileHandle, synced: FileHandle) {
    this.#plain = plain
    this.#synced = synced
  }

  async write(bytes: Uint8Array, offset: number, sync: boolean): Promise<void> {
    const file = sync ? this.#synced : this.#plain
    let done = 0
    while (done < bytes.length) {
      done += (await file.write(bytes, done, bytes.length - done, offset + done)).bytesWritten
    }
    // With O_DSYNC the write itself has waited, but only for its own bytes: a hole before them, where an unsynced
    // entry was lost, would look like damage.
    if (sync && (this.#unsynced || constants.O_DSYNC === undefined)) await file.datasync()
    this.#unsynced = !sync
  }

  /** Brings the file's times to disk too: the witness compares them. */
  async close(): Promise<void> {
    try {
      await this.#plain.sync()
    } finally {
      await this.#plain.close()
      await this.#synced.close()
    }
  }
}

/** Opens the files of a journal, making them where there are none. */
export async function openSegments(folder: string): Promise<Segment[]> {
  return Promise.all(SEGMENT_NAMES.map((name) => openSegment(join(folder, name))))
}

export function segmentPaths(folder: string): string[] {
  return SEGMENT_NAMES.map((name) => join(folder, name))
}

async function openSegment(path: string): Promise<Segment> {
  await makeSegment(path)
  const plain = await open(path, constants.O_RDWR)
  const synced = await open(path, constants.O_RDWR | (constants.O_DSYNC ?? 0))
  return new Segment(plain, synced)
}

async function makeSegment(path: string): Promise<void> {
  let file
  try {
    file = await open(path, 'wx', 0o600)
  } catch (error) {
    if (isCode(error, 'EEXIST')) return
    throw error
  }
  try {
    await file.writeFile(Buffer.alloc(SEGMENT_BYTES))
    await file.sync()
  } finally {
    await file.close()
  }
  await syncFolder(dirname(path))
}

/** Reads what an earlier run has left. */
export async function readJournal(folder: string): Promise<JournalContent> {
  const read = await Promise.all(segmentPaths(folder).map(async (path) => scan(await readIfThere(path))))
  const content: JournalContent = {
    appends: [],
    heads: new Map(),
    lastAt: 0,
    damaged: read.some((segment) => segment.damaged),
    current: (read[1]?.epoch ?? 0) > (read[0]?.epoch ?? 0) ? 1 : 0,
    epoch: Math.max(...read.map((segment) => segment.epoch)),
  }
  const inOrder = read.toSorted((a, b) => a.epoch - b.epoch)
  for (const entry of inOrder.flatMap((segment) => segment.entries)) fold(content, entry)
  return content
}

function fold(content: JournalContent, entry: JournalEntry): void {
  content.lastAt = Math.max(content.lastAt, entry.at)
  if (entry.type === 'heads') {
    content.heads = new Map(entry.heads.map((head) => [head.core, head]))
    return
  }
  if (entry.type === 'append') content.appends.push(entry)
  content.heads.set(entry.head.core, entry.head)
}

function scan(bytes: Buffer | null): { epoch: number; entries: JournalEntry[]; damaged: boolean } {
  const first = bytes === null ? null : decodeEntry(bytes, 0)
  if (bytes === null || first === null || first.entry.type !== 'heads') {
    return { epoch: 0, entries: [], damaged: false }
  }
  const { epoch } = first
  const entries: JournalEntry[] = [first.entry]
  let damaged = false
  let gap = false
  let at = first.end
  while (at !== -1 && at < bytes.length) {
    const placed = decodeEntry(bytes, at)
    // Behind the end lies what an earlier turn of this segment has left: it has another epoch.
    if (placed !== null && placed.epoch === epoch) {
      if (gap) damaged = true
      entries.push(placed.entry)
      at = placed.end
    } else {
      gap = true
      at = findEntry(bytes, at + 8)
    }
  }
  return { epoch, entries, damaged }
}

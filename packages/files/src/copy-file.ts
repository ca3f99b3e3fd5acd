import { type Hash, createHash } from 'node:crypto'
import type { FileHandle } from 'node:fs/promises'
import { join } from 'node:path'
import { displayText } from '@allmende/vocabulary'
import type { BlockSource } from './block-source.ts'
import type { Disk, ListedFile } from './contract.ts'
import { fail } from './errors.ts'
import { WRITE_BYTES } from './limits.ts'
import { giveName, hashStart, openPartial, removePartial } from './partial.ts'
import { partialName } from './partial-name.ts'
import { blockBytes } from './place.ts'
import type { Target } from './target.ts'
import type { Window } from './window.ts'

export type CopyWork = {
  source: BlockSource
  target: Target
  window: Window
  disk: Disk
  force: boolean
  /** Told how many bytes more (or fewer, when a file is begun again) are in their place. */
  moved: (bytes: number) => void
}

/** From where a file goes on: its next block, and how many bytes lie before it. */
type Start = { block: number; bytes: number }

const FROM_ZERO: Start = { block: 0, bytes: 0 }

/**
 * Copies one file: into a hidden file beside its place, synced and verified before it gets its name. What a killed
 * run left of it is hashed again and gone on with. Throws `COPY_CORRUPT` when the content is not what was listed.
 */
export async function copyFile(file: ListedFile, work: CopyWork): Promise<void> {
  const folder = await work.target.folderOf(file.path)
  const path = join(folder, partialName(file.path, file.hash))
  const { handle, size } = await openPartial(path, file.executable ? 0o755 : 0o644)
  try {
    const intact =
      (size > 0 && (await resume(handle, size, file, work))) || (await restart(handle, size, file, work))
    if (!intact) throw fail('COPY_CORRUPT', { path: displayText(file.path) })
    await handle.datasync()
  } catch (error) {
    const nothing = (error as { code?: unknown }).code === 'COPY_CORRUPT' || (await handle.stat()).size === 0
    if (nothing) await removePartial(path)
    throw error
  } finally {
    await handle.close()
  }
  // Once more, as the first look may be hours old.
  await work.target.checkWay(file.path)
  await giveName(path, work.target.place(file.path), displayText(file.path), work.force)
}

async function resume(handle: FileHandle, size: number, file: ListedFile, work: CopyWork): Promise<boolean> {
  await handle.chmod((file.executable ? 0o755 : 0o644) & ~process.umask())
  const start = await resumePoint(size, file, work)
  if (start.block === 0) return false
  const hash = createHash('sha256')
  if (!(await hashStart(handle, start.bytes, hash))) return false
  await handle.truncate(start.bytes)
  work.moved(start.bytes)
  return pour(handle, start, hash, file, work)
}

/** Also after a resumed file came out wrong: a power cut may have left holes in it, and its blocks are in the store. */
async function restart(handle: FileHandle, size: number, file: ListedFile, work: CopyWork): Promise<boolean> {
  if (size > 0) await handle.truncate(0)
  return pour(handle, FROM_ZERO, createHash('sha256'), file, work)
}

/**
 * The end of the last whole block in a partial file, if all blocks but the last are of one size (as ours are). A list
 * where they are not is begun again; its blocks are in the store already.
 */
async function resumePoint(size: number, file: ListedFile, work: CopyWork): Promise<Start> {
  if (file.blockLength < 2) return FROM_ZERO
  const each = (await work.source.get(file.core, file.blockOffset)).length
  const even = each > 0 && each * (file.blockLength - 1) < file.bytes && file.bytes <= each * file.blockLength
  if (!even) return FROM_ZERO
  const block = size >= file.bytes ? file.blockLength : Math.floor(size / each)
  return { block, bytes: Math.min(block * each, file.bytes) }
}

/** Fetches, hashes and writes from `start` to the end, each at its own pace. False when the content is another. */
async function pour(
  handle: FileHandle,
  start: Start,
  hash: Hash,
  file: ListedFile,
  work: CopyWork,
): Promise<boolean> {
  const writer = new Gathered(handle, start.bytes, work)
  const each = blockBytes(file)
  const ahead: Promise<Uint8Array>[] = []
  let next = start.block
  const ask = () => {
    const block = work.source.get(file.core, file.blockOffset + next++)
    // Awaited in its turn; a failure before that must not count as unhandled.
    block.catch(() => undefined)
    ahead.push(block)
  }
  for (let at = start.block; at < file.blockLength; at++) {
    while (next < file.blockLength && work.window.tryTake(each)) ask()
    if (ahead.length === 0) {
      // What is gathered holds room in the window: it has to be written before we wait for room.
      writer.flush()
      await work.window.take(each)
      ask()
    }
    const block = await ahead.shift()
    work.source.check()
    if (!block || writer.end + block.length > file.bytes) return writer.giveUp(each, ahead.length + 1)
    hash.update(block)
    await writer.add(block, each)
  }
  await writer.finish()
  if (writer.end === file.bytes && hash.digest().equals(file.hash)) return true
  work.moved(-writer.end)
  return false
}

/** Gathers blocks into large writes, one at work while the next is gathered. */
class Gathered {
  /** Where the file ends when all is written. */
  end: number
  readonly #handle: FileHandle
  readonly #work: CopyWork
  #blocks: Uint8Array[] = []
  #bytes = 0
  /** Room in the window to give back. */
  #taken = 0
  #writing: Promise<void> = Promise.resolve()

  constructor(handle: FileHandle, end: number, work: CopyWork) {
    this.#handle = handle
    this.end = end
    this.#work = work
  }

  async add(block: Uint8Array, taken: number): Promise<void> {
    this.#blocks.push(block)
    this.#bytes += block.length
    this.#taken += taken
    this.end += block.length
    if (this.#bytes < WRITE_BYTES) return
    const before = this.#writing
    this.flush()
    await before
  }

  /** Begins to write what is gathered, after what is being written. */
  flush(): void {
    if (this.#blocks.length === 0) return
    const [blocks, bytes, taken, before] = [this.#blocks, this.#bytes, this.#taken, this.#writing]
    const position = this.end - bytes
    this.#blocks = []
    this.#bytes = this.#taken = 0
    this.#writing = before.then(async () => {
      await this.#work.disk.write(this.#handle, blocks, position)
      this.#work.window.give(taken, blocks.length)
      this.#work.moved(bytes)
    })
    this.#writing.catch(() => undefined)
  }

  async finish(): Promise<void> {
    this.flush()
    await this.#writing
  }

  /** Gives back the room of blocks that won't be written. Always false, as the file is not what was listed. */
  async giveUp(each: number, asked: number): Promise<false> {
    await this.finish()
    this.#work.window.give(each * asked, asked)
    this.#work.moved(-this.end)
    return false
  }
}

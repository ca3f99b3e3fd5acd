import type { CoreKey, FileList } from '@allmende/vocabulary'
import type Hypercore from 'hypercore'
import { BlobWriter } from './blob-writer.ts'
import type { ImportOptions, ImportProgress, ListedFile, Preview, PreviewFile } from './contract.ts'
import { disk as realDisk, megabytes } from './disk.ts'
import { KnownContent } from './known-content.ts'
import { fail } from './errors.ts'
import { makeFileList } from './file-list.ts'
import { APPEND_BYTES, PROGRESS_EVERY_MS, WRITTEN_TWICE_BYTES } from './limits.ts'
import { previewShare } from './preview.ts'
import { isDiskFull } from './problems.ts'
import { Rate, paced } from './rate.ts'
import { SourceReader } from './read-source.ts'

/** A file that changes while it is read is read again this often: an editor saves once, a log never stops. */
const READ_AGAIN = 2

/**
 * Brings the files of a preview into the writer's core and returns their list for a record. Streaming; content that
 * is there already (in this share, or in `previous` and held here) is not stored again. Resolves after
 * `writer.sync()`: a record may then refer to the list. When it fails or is aborted nothing refers to what was
 * written, and its disk is freed. Throws the first error of the preview, `SHARE_CHANGED`, `SHARE_UNREADABLE`,
 * `SHARE_DISK_FULL`, or the reason of the signal.
 */
export async function importFiles(options: ImportOptions): Promise<FileList> {
  const preview = options.preview ?? (await previewShare(options.path, options))
  refuseProblems(preview)
  await refuseTooLarge(options, preview)
  const blobs = new BlobWriter(options.writer.core)
  try {
    const files = await new Import(options, preview, blobs).run()
    const list = await makeFileList(besides(options.keep ?? [], files), options.writer.key, blobs)
    await options.writer.sync()
    return list
  } catch (error) {
    // The first failure is what counts; on a full disk the freeing may fail as well.
    await blobs.takeBack().catch(() => undefined)
    throw isDiskFull(error) ? fail('SHARE_DISK_FULL', { room: '', cause: error }) : error
  }
}

/**
 * Counts each size once, and none that an earlier version has: what is the same there or twice here isn't stored
 * again, and whether it is the same is known only when it was read. So nothing is refused that would have fitted.
 */
async function refuseTooLarge(
  { store, previous, disk = realDisk }: ImportOptions,
  { files }: Preview,
): Promise<void> {
  if (store === undefined) return
  const known = new Set(previous?.files.map(({ bytes }) => bytes))
  const sizes = new Set(files.map(({ bytes }) => bytes).filter((bytes) => !known.has(bytes)))
  const least = [...sizes].reduce((sum, bytes) => sum + bytes, 0)
  const needed = least + Math.min(least, WRITTEN_TWICE_BYTES)
  const free = await disk.free(store).catch(() => Infinity)
  if (needed <= free) return
  const room = `: ${megabytes(needed)} are needed, ${megabytes(free)} are free`
  throw fail('SHARE_DISK_FULL', { room, expected: megabytes(needed), found: megabytes(free) })
}

function besides(kept: ListedFile[], files: ListedFile[]): ListedFile[] {
  const anew = new Set(files.map(({ path }) => path))
  return [...kept.filter(({ path }) => !anew.has(path)), ...files]
}

function refuseProblems({ problems, files, root }: Preview): void {
  const first = problems.find(({ severity }) => severity === 'error')
  if (first) {
    const error = fail(first.code as Parameters<typeof fail>[0], { path: first.path })
    error.message = first.message
    throw error
  }
  if (files.length === 0) throw fail('SHARE_EMPTY', { path: root, leftOut: 'all files' })
}

class Import {
  readonly #options: ImportOptions
  readonly #preview: Preview
  readonly #blobs: BlobWriter
  readonly #core: CoreKey
  readonly #progress: ImportProgress
  readonly #report: (last?: boolean) => void
  readonly #results: (ListedFile | null)[]

  constructor(options: ImportOptions, preview: Preview, blobs: BlobWriter) {
    const now = options.now ?? performance.now.bind(performance)
    this.#options = options
    this.#preview = preview
    this.#blobs = blobs
    this.#core = options.writer.key
    this.#results = preview.files.map(() => null)
    const { files, bytes } = preview
    this.#progress = { files: files.length, filesDone: 0, bytes, bytesDone: 0, rate: 0, path: '' }
    const rate = new Rate(now())
    this.#report = paced(PROGRESS_EVERY_MS, now, (at) => {
      this.#progress.rate = rate.update(this.#progress.bytesDone, at)
      options.onProgress?.({ ...this.#progress })
    })
  }

  async run(): Promise<ListedFile[]> {
    const known = new KnownContent(await heldOf(this.#options))
    for (const [index, file] of this.#preview.files.entries()) {
      this.#options.signal?.throwIfAborted()
      this.#progress.path = file.path
      await this.#file(index, file, known)
      this.#progress.filesDone++
      this.#report()
    }
    await this.#blobs.flush()
    this.#report(true)
    return this.#results.map((result, index) => result ?? this.#twin(index, known))
  }

  async #file(index: number, file: PreviewFile, known: KnownContent): Promise<void> {
    const before = this.#progress.bytesDone
    for (let attempt = 0; ; attempt++) {
      try {
        this.#progress.bytesDone = before
        return await (file.bytes <= APPEND_BYTES
          ? this.#small(index, file, known)
          : this.#large(index, file, known))
      } catch (error) {
        const again = (error as { code?: unknown }).code === 'SHARE_CHANGED' && attempt < READ_AGAIN
        if (!again) throw error
      }
    }
  }

  async #small(index: number, file: PreviewFile, known: KnownContent): Promise<void> {
    const reader = new SourceReader(file)
    const pieces: Uint8Array[] = []
    for await (const piece of reader.pieces(this.#options.signal)) pieces.push(this.#counted(piece))
    const { bytes, hash } = reader.result()
    if (this.#reuse(index, file, hash, known)) return
    const content = pieces.length === 1 && pieces[0] ? pieces[0] : Buffer.concat(pieces)
    known.expect(hash, index)
    await this.#blobs.add(content, (place) => {
      const listed = { path: file.path, executable: file.executable, core: this.#core, hash, ...place, bytes }
      this.#results[index] = listed
      known.add(listed)
    })
  }

  /** Hashed before it is stored only when something of the same size is known: else it would be read twice for nothing. */
  async #large(index: number, file: PreviewFile, known: KnownContent): Promise<void> {
    await this.#blobs.flush()
    if (known.hasSize(file.bytes)) {
      const first = new SourceReader(file)
      for await (const piece of first.pieces(this.#options.signal)) void piece
      if (this.#reuse(index, file, first.result().hash, known)) {
        this.#progress.bytesDone += file.bytes
        return
      }
    }
    const reader = new SourceReader(file)
    const place = await this.#blobs.stream(this.#streamed(reader))
    const listed = {
      path: file.path,
      executable: file.executable,
      core: this.#core,
      ...place,
      ...reader.result(),
    }
    this.#results[index] = listed
    known.add(listed)
  }

  async *#streamed(reader: SourceReader): AsyncGenerator<Uint8Array> {
    for await (const piece of reader.pieces(this.#options.signal)) yield this.#counted(piece)
  }

  #counted(piece: Uint8Array): Uint8Array {
    this.#progress.bytesDone += piece.length
    this.#report()
    return piece
  }

  #reuse(index: number, file: PreviewFile, hash: Uint8Array, known: KnownContent): boolean {
    const same = known.find(hash)
    if (same === null) return false
    if (same !== 'expected') this.#results[index] = { ...same, path: file.path, executable: file.executable }
    else known.expect(hash, index)
    return true
  }

  /** A file whose content was still waiting for its append when the same came again. */
  #twin(index: number, known: KnownContent): ListedFile {
    const file = this.#preview.files[index]
    const same = known.twin(index)
    if (!file || !same) throw new Error(`file ${index} of the share has no place`)
    return { ...same, path: file.path, executable: file.executable }
  }
}

/** What of the previous version is held here in full: pointing at blocks that nobody may have would lose content we have. */
async function heldOf({ previous }: ImportOptions): Promise<ListedFile[]> {
  if (!previous) return []
  const held: ListedFile[] = []
  const cores = new Map<CoreKey, Hypercore>()
  for (const file of previous.files) {
    const core = cores.get(file.core) ?? (await previous.openCore(file.core))
    cores.set(file.core, core)
    if (await core.has(file.blockOffset, file.blockOffset + file.blockLength)) held.push(file)
  }
  return held
}

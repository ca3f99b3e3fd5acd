import { displayText } from '@allmende/vocabulary'
import { BlockSource } from './block-source.ts'
import type { CopyOutOptions, CopyProgress, CopyResult, Disk, ListedFile } from './contract.ts'
import { type CopyWork, copyFile } from './copy-file.ts'
import { checkEntries, checkRoom, diskFull, filesToCopy } from './copy-plan.ts'
import { disk as realDisk } from './disk.ts'
import { fail } from './errors.ts'
import { FILES_AT_ONCE, PROGRESS_EVERY_MS, WINDOW_BLOCKS, WINDOW_BYTES } from './limits.ts'
import { errorCode, isDiskFull } from './problems.ts'
import { Rate, paced } from './rate.ts'
import { Target } from './target.ts'
import { Window } from './window.ts'

/**
 * Copies listed files into a folder. Resolves when all of them are there, verified by their hashes and on disk. Run
 * again after a kill, an abort, a full disk or a lost peer it goes on where it was. Nothing is ever written outside
 * of the target, through a link in it, or (without `force`) over a file that differs; all names and all that exists
 * is looked at before the first byte is fetched. The sessions that `openCore` gives stay the caller's to close.
 *
 * Throws `PATH_…` and `LIST_MALFORMED` (the list), `COPY_…`, or the reason of the signal.
 */
export async function copyOut(options: CopyOutOptions): Promise<CopyResult> {
  const { entries, force = false, signal, disk = realDisk, store, openCore } = options
  checkEntries(entries)
  signal?.throwIfAborted()
  const target = await Target.open(options.target)
  const files = await filesToCopy(entries, target, force, signal)
  await checkRoom(files, { target, disk, store, openCore })
  const progress = new Progress(options, files)
  const source = new BlockSource(openCore, options, sum(files))
  source.onFetched = () => progress.fetched(source.fetched)
  const window = new Window(WINDOW_BYTES, WINDOW_BLOCKS)
  const moved = (bytes: number) => progress.moved(bytes)
  try {
    await copyAll(files, { source, target, window, disk, force, moved }, () => progress.fileDone())
    await target.sync()
  } catch (error) {
    throw await fullStore(error, sum(files) - source.fetched, store, disk)
  } finally {
    await source.close()
  }
  progress.fetched(source.fetched)
  progress.end()
  const kept = entries.length - files.length
  return { files: entries.length, bytes: sum(entries), fetched: source.fetched, kept }
}

/** Many files at once; the first failure ends them all, and is thrown when all have ended. */
async function copyAll(files: ListedFile[], work: CopyWork, done: () => void): Promise<void> {
  const rest = files.values()
  const failures: unknown[] = []
  const worker = async () => {
    for (const file of rest) {
      if (failures.length > 0) return
      try {
        await copyFile(file, work)
        done()
      } catch (error) {
        failures.push(await explained(error, file, work))
        work.window.end()
        await work.source.close()
      }
    }
  }
  await Promise.all(Array.from({ length: Math.min(FILES_AT_ONCE, files.length) }, worker))
  if (failures.length > 0) throw failures[0]
}

async function explained(error: unknown, file: ListedFile, { disk, target }: CopyWork): Promise<unknown> {
  if (isDiskFull(error)) return diskFull(file.bytes, await freeNow(disk, target), error)
  const system = error instanceof Error && 'syscall' in error
  return system
    ? fail('COPY_WRITE', { path: displayText(file.path), reason: errorCode(error), cause: error })
    : error
}

/** When nothing comes any more, the reason may lie here: a store on a full disk takes no more blocks, and says nothing. */
async function fullStore(
  error: unknown,
  rest: number,
  store: string | undefined,
  disk: Disk,
): Promise<unknown> {
  if (store === undefined || errorCode(error) !== 'COPY_NO_HOLDER') return error
  const free = await disk.free(store).catch(() => Infinity)
  return free < WINDOW_BYTES && free < rest ? diskFull(rest, free, error) : error
}

async function freeNow(disk: Disk, target: Target): Promise<number> {
  return disk.free(target.root).catch(() => 0)
}

function sum(files: ListedFile[]): number {
  return files.reduce((total, file) => total + file.bytes, 0)
}

class Progress {
  readonly #state: CopyProgress
  readonly #report: (last?: boolean) => void

  constructor(
    { entries, onProgress, now = performance.now.bind(performance) }: CopyOutOptions,
    files: ListedFile[],
  ) {
    const bytes = sum(entries)
    const here = bytes - sum(files)
    const filesDone = entries.length - files.length
    this.#state = { files: entries.length, filesDone, bytes, bytesDone: here, fetched: 0, rate: 0 }
    const rate = new Rate(now())
    this.#report = paced(PROGRESS_EVERY_MS, now, (at) => {
      this.#state.rate = rate.update(this.#state.bytesDone - here, at)
      onProgress?.({ ...this.#state })
    })
  }

  moved(bytes: number): void {
    this.#state.bytesDone += bytes
    this.#report()
  }

  fetched(bytes: number): void {
    this.#state.fetched = bytes
    this.#report()
  }

  fileDone(): void {
    this.#state.filesDone++
    this.#report()
  }

  end(): void {
    this.#report(true)
  }
}

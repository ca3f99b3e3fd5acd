import type { Hypercore } from '@allmende/logs'
import type { CommonsId, CoreKey, LogKey } from '@allmende/vocabulary'
import { inBackground } from '../in-background.ts'
import type { Parts } from '../parts.ts'
import type { ToldBook } from './told-book.ts'

type Needs = Pick<Parts, 'sync' | 'logger'>

type Questions = {
  /** Blocks of a core that are here without a gap. */
  held(core: CoreKey): number
  mayFetch(log: LogKey): boolean
  /** Bytes of files that there is room for. */
  room(): number
}

/** Files cores fetched at once: each is open towards every peer. */
const AT_ONCE = 4
/** Nothing came for so long: nobody here has it; another has a turn. */
const QUIET_MS = 20_000
const LOOK_MS = 500
/** A block of files is no larger. */
const BLOCK_BYTES = 64 * 1024
/** Some 16 MB: enough to keep a fast line busy. */
const MOST_IN_FLIGHT = 256

/** Fetches files whose keeping a member asked for, as ciphertext, a few cores at a time. */
export class FilesFetcher {
  readonly #commons: CommonsId
  readonly #book: ToldBook
  readonly #needs: Needs
  readonly #ask: Questions
  readonly #running = new Map<CoreKey, Promise<void>>()
  /** Cores of which nothing came; tried again at the next waking. */
  readonly #waiting = new Set<CoreKey>()
  #stopped = true

  constructor(commons: CommonsId, book: ToldBook, needs: Needs, ask: Questions) {
    this.#commons = commons
    this.#book = book
    this.#needs = needs
    this.#ask = ask
  }

  /** Something is new: more may be wanted, or somebody is here who has it. */
  wake(): void {
    this.#stopped = false
    this.#waiting.clear()
    this.#fill()
  }

  /** How many files cores are to be kept, and of how many all that is known of is here. */
  count(): { wanted: number; held: number } {
    let wanted = 0
    let held = 0
    for (const [, { keepFiles, files, filesLength }] of this.#book.entries()) {
      if (!keepFiles || filesLength === 0) continue
      wanted++
      if (this.#ask.held(files) >= filesLength) held++
    }
    return { wanted, held }
  }

  /** Resolves when no core is open any more. */
  async pause(): Promise<void> {
    this.#stopped = true
    await Promise.all(this.#running.values())
  }

  close(): Promise<void> {
    return this.pause()
  }

  #fill(): void {
    if (this.#stopped || this.#needs.sync.progress(this.#commons).peers === 0) return
    for (const [log, { files }] of this.#book.entries()) {
      if (this.#running.size >= AT_ONCE) return
      if (this.#running.has(files) || this.#waiting.has(files) || !this.#lacks(log)) continue
      const running = this.#fetch(log, files)
        .catch((error: unknown) =>
          this.#needs.logger.warn('files are not fetched now', { core: files, error: String(error) }),
        )
        .then(() => {
          this.#running.delete(files)
          this.#waiting.add(files)
          this.#fill()
        })
      this.#running.set(files, running)
      inBackground(this.#needs.logger, 'fetching files', running)
    }
  }

  #lacks(log: LogKey): boolean {
    const told = this.#book.get(log)
    if (!told?.keepFiles || !this.#ask.mayFetch(log)) return false
    return this.#ask.held(told.files) < told.filesLength
  }

  async #fetch(log: LogKey, files: CoreKey): Promise<void> {
    const core = await this.#needs.sync.openFiles(this.#commons, files)
    try {
      await this.#download(core, log)
    } finally {
      await core.close().catch(() => undefined)
    }
  }

  /** A window after the other, each no larger than the room there is: what was asked for comes before anybody looks again. */
  async #download(core: Hypercore, log: LogKey): Promise<void> {
    const { files = null } = this.#book.get(log) ?? {}
    let at = performance.now()
    const came = (): void => void (at = performance.now())
    const goesOn = (): boolean => !this.#stopped && this.#lacks(log) && performance.now() - at < QUIET_MS
    core.on('download', came)
    let next = 0
    while (files !== null && goesOn()) {
      const start = Math.max(next, this.#ask.held(files))
      const end = Math.min(start + windowIn(this.#ask.room()), this.#book.get(log)?.filesLength ?? 0)
      if (end <= start) await pause()
      else if (await fetched(core, { start, end }, goesOn)) next = end
    }
    core.off('download', came)
  }
}

/** Looked at now and then and not only awaited: room, or the wish, may end while it goes on. */
async function fetched(
  core: Hypercore,
  blocks: { start: number; end: number },
  goesOn: () => boolean,
): Promise<boolean> {
  const range = core.download(blocks)
  let done = false
  const over = range.done().then(
    () => void (done = true),
    () => void (done = true),
  )
  while (!done && goesOn()) await Promise.race([over, pause()])
  range.destroy(null)
  return done
}

function windowIn(room: number): number {
  return Math.max(1, Math.min(MOST_IN_FLIGHT, Math.floor(room / AT_ONCE / BLOCK_BYTES)))
}

function pause(): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, LOOK_MS))
}

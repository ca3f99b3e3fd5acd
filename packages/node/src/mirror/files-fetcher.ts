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
}

/** Files cores fetched at once: each is open towards every peer. */
const AT_ONCE = 4
/** Nothing came for so long: nobody here has it; another has a turn. */
const QUIET_MS = 20_000
const LOOK_MS = 500

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

  /** Looked at now and then and not only awaited: room, or the wish, may end while it goes on. */
  async #download(core: Hypercore, log: LogKey): Promise<void> {
    let at = performance.now()
    const came = (): void => void (at = performance.now())
    core.on('download', came)
    const range = core.download({ start: 0, end: this.#book.get(log)?.filesLength ?? 0 })
    let done = false
    range.done().then(
      () => (done = true),
      () => (done = true),
    )
    while (!done && !this.#stopped && this.#lacks(log) && performance.now() - at < QUIET_MS)
      await new Promise((resolve) => setTimeout(resolve, LOOK_MS))
    core.off('download', came)
    range.destroy(null)
  }
}

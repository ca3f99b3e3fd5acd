import type { DraftHandle, Drafts } from '@allmende/drafts'
import type { CommonsId, Logger, RecordId } from '@allmende/vocabulary'

/** A draft stays open this long after it was last read or written: opening one costs more than many edits. */
const KEPT_MS = 30_000

type Lying = { readonly handle: Promise<DraftHandle>; users: number; timer: NodeJS.Timeout | null }

/** Drafts that lie open: whoever edits by single requests doesn't open and close the draft for each. */
export class DraftDesk {
  readonly #drafts: Drafts
  readonly #logger: Logger
  readonly #lying = new Map<string, Lying>()

  constructor(drafts: Drafts, logger: Logger) {
    this.#drafts = drafts
    this.#logger = logger
  }

  async use<T>(commons: CommonsId, draft: RecordId, work: (handle: DraftHandle) => Promise<T>): Promise<T> {
    const key = `${commons} ${draft}`
    const lying = this.#lying.get(key) ?? this.#open(key, commons, draft)
    lying.users++
    if (lying.timer) clearTimeout(lying.timer)
    try {
      return await work(await lying.handle)
    } finally {
      lying.users--
      if (lying.users === 0) this.#closeLater(key, lying)
    }
  }

  async close(): Promise<void> {
    const all = [...this.#lying.values()]
    this.#lying.clear()
    for (const { timer } of all) if (timer) clearTimeout(timer)
    await Promise.all(all.map((lying) => this.#shut(lying)))
  }

  #open(key: string, commons: CommonsId, draft: RecordId): Lying {
    const handle = this.#drafts.open(commons, draft)
    const lying: Lying = { handle, users: 0, timer: null }
    this.#lying.set(key, lying)
    handle.catch(() => this.#lying.delete(key))
    return lying
  }

  #closeLater(key: string, lying: Lying): void {
    lying.timer = setTimeout(() => {
      if (lying.users > 0) return
      this.#lying.delete(key)
      void this.#shut(lying)
    }, KEPT_MS)
    lying.timer.unref()
  }

  async #shut({ handle }: Lying): Promise<void> {
    await handle
      .then((open) => open.close())
      .catch((error: unknown) => this.#logger.warn('a draft could not be closed', { error: String(error) }))
  }
}

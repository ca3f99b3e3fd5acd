import { type DraftHandle, NEAR_LIMIT } from '@allmende/drafts'
import type { Clock } from '@allmende/vocabulary'
import type { DraftNear } from '../contract-drafts.ts'

/** The limits of a draft of which little is left, as a part of an answer: nothing while there is room. */
export async function nearOf(handle: DraftHandle): Promise<{ near?: readonly DraftNear[] }> {
  // The draft may be closed under it: an edit that was made must not seem to have failed for that.
  const sizes = await handle.size().catch(() => [])
  const near = sizes.filter(({ now, limit }) => now >= limit * NEAR_LIMIT)
  return near.length > 0 ? { near } : {}
}

/** A limit is reached slowly; each change need not ask. */
const ASK_AGAIN_MS = 2_000

/** The same for what is told with each change: what was known last, asked anew now and then. */
export class Nearness {
  readonly #handle: DraftHandle
  readonly #clock: Clock
  #known: { near?: readonly DraftNear[] } = {}
  #asked: number

  constructor(handle: DraftHandle, clock: Clock) {
    this.#handle = handle
    this.#clock = clock
    this.#asked = clock.now()
  }

  now(): { near?: readonly DraftNear[] } {
    const now = this.#clock.now()
    if (now - this.#asked >= ASK_AGAIN_MS) {
      this.#asked = now
      void nearOf(this.#handle).then((near) => (this.#known = near))
    }
    return this.#known
  }
}

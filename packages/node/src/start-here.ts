import type { Views } from '@allmende/views'
import { placeOf, type CommonsId, type LogKey } from '@allmende/vocabulary'

/** Goods looked at of each kind: those written last, and those most used. Together fewer logs than sync names. */
const EACH = 120
/** What is told to newcomers may be as old as this. */
const FRESH_MS = 60_000

/** The logs that somebody new should get first, so that a slow line shows something worth seeing in the first minute. */
export class StartHere {
  readonly #views: Pick<Views, 'list'>
  readonly #commons: CommonsId
  readonly #now: () => number
  #logs: readonly LogKey[] = []
  #readAt = -Infinity

  constructor(views: Pick<Views, 'list'>, commons: CommonsId, now: () => number) {
    this.#views = views
    this.#commons = commons
    this.#now = now
  }

  /** At once, as they were read last; read again meanwhile if that was long ago. */
  logs(): readonly LogKey[] {
    if (this.#now() - this.#readAt > FRESH_MS) void this.read()
    return this.#logs
  }

  async read(): Promise<void> {
    this.#readAt = this.#now()
    // Views that are being made anew can't tell: then there is no order, and nothing is lost.
    const lists = await Promise.all(
      (['newest', 'alive'] as const).map((order) =>
        this.#views
          .list({ commons: this.#commons, kind: 'good', order, limit: EACH })
          .catch(() => ({ items: [] })),
      ),
    )
    this.#logs = alternating(lists.map(({ items }) => items.map(({ id }) => placeOf(id).log)))
  }
}

/** One of each list in turn, none twice. */
function alternating(lists: readonly LogKey[][]): LogKey[] {
  const longest = Math.max(0, ...lists.map(({ length }) => length))
  const turns = Array.from({ length: longest }, (_, at) => lists.flatMap((list) => list[at] ?? []))
  return [...new Set(turns.flat())]
}

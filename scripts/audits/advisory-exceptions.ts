/** An advisory on something in the programs that doesn't concern them. */
export type Judged = {
  /** Its address, as `npm audit` tells it. */
  readonly url: string
  /** Why nobody who uses the programs is in danger by it. */
  readonly reason: string
  /** When this was judged: `2026-11-23`. */
  readonly date: string
}

export const JUDGED: readonly Judged[] = []

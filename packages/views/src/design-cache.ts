import type { RecordId } from '@allmende/vocabulary'
import type { ClosureGood } from '@allmende/rules'
import { MAX_CACHED_LINES } from './limits.ts'

/** A good as the parts lists that name it see it. */
export type Design = ClosureGood & {
  /** Records with more lines that aren't here. */
  missing: readonly RecordId[]
}

/**
 * Goods with their parts lists as they are now, by the number of their first record. To explode one list, hundreds of
 * others are read, nearly always the same ones (screws, or the C library), and each costs reading and decoding a block.
 */
export interface DesignCache {
  get(number: number): Design | undefined
  set(number: number, design: Design): void
  /** To be called when a good is folded again. */
  drop(number: number): void
  reset(): void
}

export function createDesignCache(): DesignCache {
  const designs = new Map<number, Design>()
  let lines = 0
  const costOf = (design: Design | undefined) => (design === undefined ? 0 : 1 + design.lines.length)

  function drop(number: number): void {
    lines -= costOf(designs.get(number))
    designs.delete(number)
  }

  return {
    drop,
    get(number) {
      const design = designs.get(number)
      if (design === undefined) return undefined
      // What was asked for last stands last, and is dropped last.
      designs.delete(number)
      designs.set(number, design)
      return design
    },
    set(number, design) {
      drop(number)
      designs.set(number, design)
      lines += costOf(design)
      for (const [oldest] of designs) {
        if (lines <= MAX_CACHED_LINES) break
        drop(oldest)
      }
    },
    reset() {
      designs.clear()
      lines = 0
    },
  }
}

const DAY = 24 * 60 * 60 * 1000

/** A picture counts as much as having changed this much later: people choose with their eyes. */
const IMAGE = 30 * DAY

/** A build that works: somebody knows that it can be done. */
const WORKS = 30 * DAY

/** A build by somebody who doesn't tend it: the documentation is enough. */
const BY_OTHERS = 60 * DAY

/** What of a good says how alive and attractive it is. Times in milliseconds since the epoch. */
export type Signs = {
  /** When it was changed, never later than ten minutes after it was folded. */
  listed: number
  image: boolean
  works: number
  others: number
  /** The same of the last build that works; 0 for none. */
  lastBuilt: number
}

/**
 * Where a good stands in the order `alive`: its last sign of life, moved forward for what makes it attractive. As it
 * is a sum of times, the order stays the same while time goes by, and nothing has to be counted anew. Null for a
 * good that stands where its last change puts it.
 */
export function aliveness({ listed, image, works, others, lastBuilt }: Signs): number | null {
  if (!image && works === 0 && others === 0) return null
  const bonus = (image ? IMAGE : 0) + (works > 0 ? WORKS : 0) + (others > 0 ? BY_OTHERS : 0)
  return Math.max(listed, lastBuilt) + bonus
}

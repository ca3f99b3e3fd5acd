/** Who belongs to a commons: blocks, exclusion, epochs of the read key. */
export type Members = Record<never, never>

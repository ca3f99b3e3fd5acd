/** Who holds what, and what is held here. */
export type Keeping = Record<never, never>

/** What goes from node to node in a file. */
export type Bundles = Record<never, never>

/**
 * The pages that are built: each is a folder in `src` with an `index.html`. `app` is what a node serves to the person whose
 * node it is.
 */
export const ENTRIES = ['app'] as const
export type Entry = (typeof ENTRIES)[number]

/** Keepers that hold ciphertext only. */
export type Mirrors = Record<never, never>

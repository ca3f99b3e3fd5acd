import type { Mirrors } from '@allmende/node'

/** Keepers that hold ciphertext only. In the fake node. */
export function fakeMirrors(): Mirrors {
  return {}
}

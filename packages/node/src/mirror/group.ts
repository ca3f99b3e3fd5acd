import type { Mirrors } from '../contract-mirror.ts'
import type { Group } from '../group.ts'
import type { Parts } from '../parts.ts'

/** Keepers that hold ciphertext only. */
export function createMirrors(_parts: Parts): Group<Mirrors> {
  return { actions: {} }
}

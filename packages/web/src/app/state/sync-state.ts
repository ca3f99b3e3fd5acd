import type { CommonsStatus } from '@allmende/api/client'

export type SyncState = 'none' | 'behind' | 'unknown' | 'even'

/**
 * How it stands with what others have. `unknown` is said wherever nobody who could tell has been met: "up to date" would
 * be a guess.
 */
export function syncOf(commons: readonly Pick<CommonsStatus, 'behind'>[]): SyncState {
  if (commons.length === 0) return 'none'
  if (commons.some(({ behind }) => behind !== null && behind > 0)) return 'behind'
  return commons.every(({ behind }) => behind === null) ? 'unknown' : 'even'
}

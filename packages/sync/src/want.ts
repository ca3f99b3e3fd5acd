import type { CoreRole } from '@allmende/logs'
import type { CoreKey } from '@allmende/vocabulary'
import type { Session } from './session.ts'

/** A core that somebody has more of. */
export type Want = {
  key: CoreKey
  bytes: Uint8Array
  which: Exclude<CoreRole, 'files'>
  /** Blocks that somebody said to hold. */
  target: number
  sources: Map<Session, number>
  /** Of the sources the one it waits for, and is counted with. */
  giver: Session
  state: 'queued' | 'looking' | 'waiting' | 'prefix' | 'importing' | 'attaching' | 'attached'
  /** It was tried as a prefix and came to nothing. */
  noPrefix: boolean
}

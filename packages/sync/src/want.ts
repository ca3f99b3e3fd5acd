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
  /** Somebody told of it as it grew, and no comparison has: others may be at work on it. */
  isLive: boolean
  state: 'queued' | 'looking' | 'waiting' | 'prefix' | 'importing' | 'attaching' | 'attached'
  /** It was tried in one message, and came to nothing. */
  noPrefix: boolean
}

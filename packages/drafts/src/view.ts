import type { FromWorker } from './worker/protocol.ts'

/** One view of a draft, told by the worker through its number. */
export interface View {
  onChanged(message: FromWorker & { type: 'changed' }): void
  onFailed(error: Error): void
  /** Heads of the text it shows, to be brought from there to the present after a worker's death. */
  shownHeads(): string[]
  /** It shows something that died with the worker. */
  onLost(): void
  /** Hands over what was edited: the draft is about to be closed. */
  finish(): Promise<void>
  /** It was joined anew: versions begin again. */
  onRejoined(): void
}

import type { Readable, Writable } from 'node:stream'
import type { OpenNode } from '@allmende/api'

type Terminal = { readonly isTTY?: boolean; readonly columns?: number; readonly rows?: number }

/** Everything of the outside that a command touches. A test gives another. */
export type World = {
  readonly stdin: Readable & { readonly isTTY?: boolean }
  readonly stdout: Writable & Terminal
  readonly stderr: Writable & Terminal
  readonly env: Readonly<Record<string, string | undefined>>
  readonly cwd: string
  readonly userHome: string
  readonly now: () => number
  /** Calls back with SIGINT, SIGTERM or SIGHUP; returns how to stop listening. */
  readonly onSignal: (listener: (signal: 'SIGINT' | 'SIGTERM' | 'SIGHUP') => void) => () => void
  /** Ends the process at once, whatever it is doing. */
  readonly abandon: (status: number) => void
  /** What opens a node in this process; that of @allmende/node when left out. */
  readonly openNode?: OpenNode
}

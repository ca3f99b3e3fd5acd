import type { Io } from './io.ts'
import type { Options } from './options.ts'
import type { OpenSession } from './session.ts'
import type { World } from './world.ts'

export type Invocation = {
  readonly args: readonly string[]
  readonly options: Options
  readonly home: string
  readonly cwd: string
  readonly io: Io
  /** Reaches the running node, or opens one in this process. Closed when the action is over. */
  readonly open: OpenSession
  readonly world: World
}

/** What a command does. Throws what it can't do; the number is the exit status (0 when nothing is returned). */
export type Action = (invocation: Invocation) => Promise<number | void>

import { once } from 'node:events'
import type { Progress } from '@allmende/api/client'
import { loadClean, type Clean } from './terminal/clean.ts'
import { progressBar } from './terminal/progress.ts'
import { promptOn, type Prompt } from './terminal/prompt.ts'
import { styleFor, type Style } from './terminal/style.ts'
import type { World } from './world.ts'

/** How a command speaks: results on standard output, everything else on standard error. */
export type Io = {
  readonly json: boolean
  /** Somebody sits there and can be asked. */
  readonly interactive: boolean
  /** Standard output is a terminal. */
  readonly tty: boolean
  /** Standard error is one, and words go there. */
  readonly errTty: boolean
  readonly style: Style
  readonly errStyle: Style
  /** Aborts at the first Ctrl-C. */
  readonly signal: AbortSignal
  /** With --json: the document, in one line. Else: the words. */
  readonly result: (value: unknown, words: (clean: Clean) => string | readonly string[]) => Promise<void>
  /** A line on standard output. */
  readonly say: (line: string) => void
  /** A line on standard output; resolves when a slow reader has taken it. */
  readonly sayWhole: (line: string) => Promise<void>
  /** As it is, without a line end. */
  readonly write: (text: string) => void
  /** A line on standard error, unless --json. */
  readonly note: (line: string) => void
  /** On standard error in any case: what must not be lost (the 24 words). */
  readonly tell: (line: string) => void
  readonly clean: () => Promise<Clean>
  /** Runs something long with a progress bar on a terminal. */
  readonly withProgress: <T>(run: (onProgress: (progress: Progress) => void) => Promise<T>) => Promise<T>
  readonly prompt: Prompt
}

export function ioFor(world: World, { json, signal }: { json: boolean; signal: AbortSignal }): Io {
  const { stdout, stderr, stdin, env } = world
  const errTty = stderr.isTTY === true
  const errStyle = styleFor(errTty, env)
  let clean: Promise<Clean> | null = null
  const cleaner = () => (clean ??= loadClean())
  const say = (line: string) => void stdout.write(`${line}\n`)
  const tell = (line: string) => void stderr.write(`${line}\n`)
  return {
    json,
    interactive: !json && stdin.isTTY === true && errTty,
    tty: stdout.isTTY === true,
    errTty: errTty && !json,
    style: styleFor(stdout.isTTY === true, env),
    errStyle,
    signal,
    say,
    tell,
    sayWhole: async (line) => {
      if (!stdout.write(`${line}\n`)) await once(stdout, 'drain', { signal })
    },
    write: (text) => void stdout.write(text),
    note: (line) => {
      if (!json) tell(line)
    },
    clean: cleaner,
    async result(value, words) {
      if (json) return say(JSON.stringify(value))
      const lines = words(await cleaner())
      say(typeof lines === 'string' ? lines : lines.join('\n'))
    },
    async withProgress(run) {
      if (json || !errTty) return run(() => {})
      const write = (text: string) => void stderr.write(text)
      const bar = progressBar({ write, columns: () => stderr.columns ?? 80, style: errStyle }, world.now)
      return run(bar.show).finally(bar.clear)
    },
    prompt: promptOn(world, signal),
  }
}

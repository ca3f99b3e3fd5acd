import { spawn } from 'node:child_process'
import { join } from 'node:path'
import { createInterface } from 'node:readline'
import { text } from 'node:stream/consumers'
import type { Test } from 'tape'
import { programs } from '@allmende/testkit'

const PROGRAM = join(programs(), 'allmende')

/** The real program, at the node that runs on a home. */
export function terminal(t: Test, home: string) {
  const begin = (args: readonly string[]) =>
    spawn(PROGRAM, [...args, '--home', home, '--json'], { stdio: ['ignore', 'pipe', 'pipe'] })
  return {
    /** Runs a command to its end. */
    async run(...args: string[]): Promise<void> {
      const child = begin(args)
      const [out, err, status] = await Promise.all([
        text(child.stdout),
        text(child.stderr),
        new Promise<number | null>((resolve) => child.once('exit', resolve)),
      ])
      if (status !== 0) throw new Error(`${args.join(' ')}: ${status} ${out}${err}`)
    },
    /** Follows a command that tells of events, one a line, until the test ends. */
    follow(onEvent: (event: unknown) => void, ...args: string[]): void {
      const child = begin(args)
      t.teardown(() => void child.kill('SIGTERM'))
      createInterface({ input: child.stdout }).on('line', (line) => onEvent(JSON.parse(line)))
    },
  }
}

import { homedir } from 'node:os'
import type { World } from './world.ts'

/** The outside as this process has it. */
export function processWorld(): World {
  return {
    stdin: process.stdin,
    stdout: process.stdout,
    stderr: process.stderr,
    env: process.env,
    cwd: process.cwd(),
    userHome: homedir(),
    now: Date.now,
    onSignal(listener) {
      const signals = ['SIGINT', 'SIGTERM', 'SIGHUP'] as const
      for (const signal of signals) process.on(signal, listener)
      return () => {
        for (const signal of signals) process.off(signal, listener)
      }
    },
    abandon: (code) => process.exit(code),
  }
}

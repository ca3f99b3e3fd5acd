import { homedir } from 'node:os'
import { run } from './run.ts'

const status = await run(process.argv.slice(2), {
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
})
// What a library still keeps open must not keep the program: everything of ours is closed and on disk by now.
process.stdout.write('', () => process.exit(status))

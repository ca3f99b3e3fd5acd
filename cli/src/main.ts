import { processWorld } from './process-world.ts'
import { run } from './run.ts'

// A library that has something to say (hypercore: a conflict) must not say it into our answer, which may be JSON.
console.log = console.error

// Should everything we wait for vanish without an end, that is no success.
process.exitCode = 1
void run(process.argv.slice(2), processWorld()).then((status) => {
  // What a library still keeps open must not keep the program: everything of ours is closed and on disk by now.
  process.stdout.write('', () => process.exit(status))
})

import { processWorld } from './process-world.ts'
import { run } from './run.ts'

const status = await run(process.argv.slice(2), processWorld())
// What a library still keeps open must not keep the program: everything of ours is closed and on disk by now.
process.stdout.write('', () => process.exit(status))

/** The program as it is, but for the node: a fake one, told by FAKE how to be. Run as a process of its own. */
import { run } from '../../src/run.ts'
import { processWorld } from '../../src/process-world.ts'
import { openFakeNode, type FakeScript } from '../../../packages/api/test/fake/node.ts'

const script = JSON.parse(process.env['FAKE'] ?? '{}') as FakeScript
const status = await run(process.argv.slice(2), {
  ...processWorld(),
  openNode: (options) => openFakeNode(options, script),
})
process.stdout.write('', () => process.exit(status))

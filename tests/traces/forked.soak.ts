import test from 'tape'
import { forkedRuns, replayByBundles } from './forked.ts'
import { traceMissing } from './read.ts'

const skip = traceMissing('concurrent/friendsforever')
const options = skip === false ? {} : { skip }
const MERGES = Number(process.env['MERGES'] ?? Infinity)

test(
  'D1 N20 two typists with all forks and merges of the trace, by bundles only, come to the text that the trace ends with',
  options,
  async (t) => {
    const { runs, end } = forkedRuns(MERGES)
    const { texts, plain } = await replayByBundles(t, runs, false)
    t.deepEqual(texts, plain)
    if (MERGES === Infinity) t.equal(plain[0], end)
  },
)

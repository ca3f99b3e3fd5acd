import test from 'tape'
import { forkedRuns, replayByBundles } from './forked.ts'
import { traceMissing } from './read.ts'

const skip = traceMissing('concurrent/friendsforever')
const options = skip === false ? {} : { skip }

for (const meet of [false, true])
  test(
    `D1 N20 two typists with their own forks and merges come to the text that plain Automerge comes to: ${meet ? 'by bundles, and then connected' : 'never connected, only by bundles'}`,
    options,
    async (t) => {
      const { runs } = forkedRuns(12)
      const { texts, plain, edits } = await replayByBundles(t, runs, meet)
      t.ok(edits > 50, `${edits} edits in ${runs.length} runs`)
      t.equal(plain[0], plain[1])
      t.deepEqual(texts, plain)
    },
  )

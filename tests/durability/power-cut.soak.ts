import test from 'tape'
import { powerCut } from './power-cut.ts'

const SEED = Number(process.env['SEED'] ?? Date.now() % 1_000_000)

test(`L3 the write-ahead log cut at 200 places: nothing acknowledged is lost, nothing forks (seed ${SEED})`, async (t) => {
  const { lost, forks, silent, replayed } = await powerCut(200, SEED)
  t.same({ lost, forks, silent }, { lost: 0, forks: 0, silent: 0 })
  t.ok(replayed > 50, `the journal was needed at ${replayed} places`)
})

test(`L5 journal and write-ahead log both cut at 100 acknowledged places: no fork (seed ${SEED})`, async (t) => {
  const { lost, forks } = await powerCut(100, SEED, true)
  t.same({ lost, forks }, { lost: 0, forks: 0 })
})

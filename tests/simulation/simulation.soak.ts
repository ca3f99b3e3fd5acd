import test from 'tape'
import { simulate } from './simulate.ts'

const SEEDS = 1_000
/** Everything is compared once more after five minutes: what waits for that was dropped before. */
const NET_SECONDS = 200
/** Every tenth in full length; the others as in the short test. */
const SHORT = { authors: 8, busyMs: 20_000 }

test(`S20 two hundred nodes end equal after loss, partitions, restarts, lies and withholding (${SEEDS} seeds)`, async (t) => {
  const ratios: number[] = []
  for (let number = 0; number < SEEDS; number++) {
    const { seed, settled, left, ratio, virtualSeconds } = await simulate(
      `soak ${number}`,
      number % 10 === 0 ? {} : SHORT,
    )
    // Becomes a test of its own, with this seed in its title.
    if (!settled) t.fail(`seed ${seed}: ${left}`)
    ratios.push(ratio)
    if (virtualSeconds > NET_SECONDS) t.fail(`seed ${seed}: only the repeated comparison has helped`)
  }
  const sorted = ratios.toSorted((a, b) => a - b)
  t.comment(`bytes against the lower bound: median ${sorted[SEEDS / 2]}, most ${sorted.at(-1)}`)
  t.equal(ratios.length, SEEDS)
})

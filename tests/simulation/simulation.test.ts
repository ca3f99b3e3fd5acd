import test from 'tape'
import { simulate } from './simulate.ts'

const SEEDS = 20
/** Two hundred nodes; less is written than in the soak, so that twenty seeds take seconds. */
const SHORT = { authors: 6, busyMs: 15_000 }

test(`S20 two hundred nodes end equal after loss, partitions, restarts and lies (${SEEDS} seeds)`, async (t) => {
  const ratios: number[] = []
  for (let number = 0; number < SEEDS; number++) {
    const { seed, settled, left, ratio, restarts, cuts } = await simulate(`short ${number}`, SHORT)
    if (!settled) t.fail(`seed ${seed}: ${left}`)
    if (restarts === 0 || cuts === 0) t.fail(`seed ${seed}: nothing went wrong in it`)
    ratios.push(ratio)
  }
  const [least = 0] = ratios.toSorted((a, b) => a - b)
  t.comment(`bytes: ${least} to ${Math.max(...ratios)} times what every block once to everybody takes`)
  t.ok(Math.max(...ratios) < 25, 'and not many times the bytes that are needed')
})

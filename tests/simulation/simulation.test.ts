import test from 'tape'
import { simulate } from './simulate.ts'

const SEEDS = 20
/** Two hundred nodes; less is written than in the soak, so that twenty seeds take seconds. */
const SHORT = { authors: 8, busyMs: 20_000 }
/** Everything is compared once more after five minutes: what waits for that was dropped before. */
const NET_SECONDS = 200
/** Seeds that were found before there were any who withhold say something in that mix only. */
const FORMER = { ...SHORT, withholders: 0 }

test(`S20 two hundred nodes end equal after loss, partitions, restarts, lies and withholding (${SEEDS} seeds)`, async (t) => {
  const ratios: number[] = []
  for (let number = 0; number < SEEDS; number++) {
    const { seed, settled, left, virtualSeconds, ratio, restarts, cuts } = await simulate(
      `short ${number}`,
      SHORT,
    )
    if (!settled) t.fail(`seed ${seed}: ${left}`)
    if (virtualSeconds > NET_SECONDS) t.fail(`seed ${seed}: only the repeated comparison has helped`)
    if (restarts === 0 || cuts === 0) t.fail(`seed ${seed}: nothing went wrong in it`)
    ratios.push(ratio)
  }
  const [least = 0] = ratios.toSorted((a, b) => a - b)
  t.comment(`bytes: ${least} to ${Math.max(...ratios)} times what every block once to everybody takes`)
  t.ok(Math.max(...ratios) < 25, 'and not many times the bytes that are needed')
})

test('S20 seed short 3: honest peers are still asked when liars have promised more of the same log', async (t) => {
  const { settled, left, virtualSeconds } = await simulate('short 3', FORMER)
  t.ok(settled, left || 'all equal')
  t.ok(virtualSeconds < NET_SECONDS, `after ${virtualSeconds} virtual seconds`)
})

test('S13 S20 seed short 0: who answers what it was asked for, but seldom, holds nobody up', async (t) => {
  const options = { ...SHORT, withholders: 20, withholding: 'seldom' } as const
  const { settled, left, virtualSeconds } = await simulate('short 0', options)
  t.ok(settled, left || 'all equal')
  t.ok(
    virtualSeconds < 90,
    `after ${virtualSeconds} virtual seconds, two who are asked in turns would take 120`,
  )
})

test('S20 seed soak 444: whose few peers all promise and give nothing finds others', async (t) => {
  const { settled, left, virtualSeconds } = await simulate('soak 444', SHORT)
  t.ok(settled, left || 'all equal')
  t.ok(virtualSeconds < NET_SECONDS, `after ${virtualSeconds} virtual seconds`)
})

const FOUND = {
  'soak 19': 'whoever answers twice since they were asked twice is not refused for it',
  'soak 66': 'a block asked of a peer that has gone is asked of the next',
}
for (const [seed, rule] of Object.entries(FOUND))
  test(`S20 seed ${seed}: ${rule}`, async (t) => {
    const { settled, left, virtualSeconds } = await simulate(seed, FORMER)
    t.ok(settled, left || 'all equal')
    t.ok(virtualSeconds < NET_SECONDS, `after ${virtualSeconds} virtual seconds`)
  })

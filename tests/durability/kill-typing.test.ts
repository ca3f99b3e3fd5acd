import test from 'tape'
import { killTyping } from './kill-typing.ts'

const SEED = 'typing 1'
const KILLS = 5

test(`D17 a node killed ${KILLS} times in the middle of typing has every edit that was acknowledged (seed ${SEED})`, async (t) => {
  const { acknowledged, ...rest } = await killTyping(KILLS, SEED)
  t.same(rest, { kills: KILLS, missing: [], findings: [], crashes: [], differences: [] })
  t.ok(acknowledged > 60, `${acknowledged} acknowledged`)
})

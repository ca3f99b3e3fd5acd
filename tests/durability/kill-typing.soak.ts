import test from 'tape'
import { killTyping } from './kill-typing.ts'

const SEED = process.env['SEED'] ?? `typing ${Date.now() % 1_000_000}`
const KILLS = Number(process.env['KILLS'] ?? 200)

test(`D17 a node killed ${KILLS} times in the middle of typing has every edit that was acknowledged (seed ${SEED})`, async (t) => {
  const { acknowledged, ...rest } = await killTyping(KILLS, SEED)
  t.same(rest, { kills: KILLS, missing: [], findings: [], crashes: [], differences: [] })
  t.ok(acknowledged > KILLS * 10, `${acknowledged} acknowledged`)
})

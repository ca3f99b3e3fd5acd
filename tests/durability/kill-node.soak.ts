import test from 'tape'
import { killNodeAtMoments } from './kill-node.ts'

const SEED = Number(process.env['SEED'] ?? Date.now() % 1_000_000)
const KILLS = Number(process.env['KILLS'] ?? 200)

test(`L11 a node killed at ${KILLS} moments of share, copy, edit and publish keeps all it acknowledged (seed ${SEED})`, async (t) => {
  const { acknowledged, ...rest } = await killNodeAtMoments(KILLS, SEED)
  t.same(
    rest,
    { kills: KILLS, missing: [], problems: [], sealed: [], forks: [], crashes: [] },
    JSON.stringify(acknowledged),
  )
})

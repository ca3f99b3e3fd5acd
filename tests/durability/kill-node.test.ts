import test from 'tape'
import { killNodeAtMoments } from './kill-node.ts'

const SEED = 20_253

test(`L11 a node killed at 20 moments of share, copy, edit and publish keeps all it acknowledged (seed ${SEED})`, async (t) => {
  const { kills, acknowledged, missing, problems, sealed, forks, crashes } = await killNodeAtMoments(20, SEED)
  t.equal(kills, 20)
  const total = Object.values(acknowledged).reduce((sum, count) => sum + count, 0)
  t.ok(total > 30, `${total} acknowledged: ${JSON.stringify(acknowledged)}`)
  t.same(crashes, [], 'nothing but the kills ended it')
  t.same(missing, [], 'everything acknowledged is there and readable')
  t.same(problems, [], 'check finds nothing wrong')
  t.same(sealed, [], 'a kill is no reason for a new log')
  t.same(forks, [], 'the other node never saw a fork')
})

import test from 'tape'
import { killAtMoments } from './kill.ts'

const SEED = 20_252

test(`L11 killed at 20 moments while it writes: all that was acknowledged is there, in one log (seed ${SEED})`, async (t) => {
  const { kills, acknowledged, lost, sealed, unready } = await killAtMoments(20, SEED)
  t.equal(kills, 20)
  t.ok(acknowledged > 200, `${acknowledged} acknowledged`)
  t.equal(lost, 0, 'lost')
  t.equal(unready, 0, 'stores that check complains about')
  t.same(sealed, [], 'a kill is no reason for a new log')
})

import test from 'tape'
import { killAtMoments } from './kill.ts'

const SEED = Number(process.env['SEED'] ?? Date.now() % 1_000_000)

test(`L11 killed at 200 moments while it writes: all that was acknowledged is there (seed ${SEED})`, async (t) => {
  const { acknowledged, lost, unready } = await killAtMoments(200, SEED)
  t.same({ lost, unready }, { lost: 0, unready: 0 }, `${acknowledged} acknowledged`)
})

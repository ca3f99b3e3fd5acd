import test from 'tape'
import { attackDrafts } from './drafts.ts'

const SEED = process.env['SEED'] ?? `soak ${Date.now() % 1_000_000}`
const ROUNDS = Number(process.env['ROUNDS'] ?? 30)

for (let round = 0; round < ROUNDS; round++)
  test(`D9 D49 forgers in any order change nothing of what all show and say (seed ${SEED} ${round})`, async (t) => {
    const { outcomes, expected } = await attackDrafts(t, `${SEED} ${round}`)
    for (const other of outcomes) t.deepEqual(other, outcomes[0])
    t.equal(outcomes[0]!.refused.length, expected.filter((code) => !/EDIT_(SESSION|KIND)/.test(code)).length)
  })

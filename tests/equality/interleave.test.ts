import test from 'tape'
import { interleave } from './interleave.ts'

for (const seed of ['order 1', 'order 2'])
  test(`S20 three nodes that write, connect and part in any order end equal (seed ${seed})`, async (t) => {
    const { steps, differences, records, problems } = await interleave(seed, 40)
    t.same(differences, [], 'all three show the same')
    t.same(problems, [], 'and have nothing to complain of')
    t.ok(records > 10, `${steps.length} steps, ${records} records`)
  })

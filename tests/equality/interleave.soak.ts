import test from 'tape'
import { interleave } from './interleave.ts'

const SEED = process.env['SEED'] ?? String(Date.now() % 1_000_000)
const RUNS = Number(process.env['RUNS'] ?? 20)

for (let run = 0; run < RUNS; run++)
  test(`S20 three nodes that write, connect and part in any order end equal (seed ${SEED}/${run})`, async (t) => {
    const { steps, differences, records, problems } = await interleave(`${SEED}/${run}`, 200)
    t.same(
      { differences, problems },
      { differences: [], problems: [] },
      `${steps.length} steps, ${records} records`,
    )
  })

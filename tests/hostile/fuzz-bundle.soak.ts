import test from 'tape'
import { fuzzBundles } from './fuzz-bundle.ts'

const SEED = process.env['SEED'] ?? String(Date.now() % 1_000_000)
const COUNT = Number(process.env['BUNDLES'] ?? 2_000)

test(`N21 of ${COUNT} bundles that were changed none is accepted, none crashes the node, and its store is as it was (seed ${SEED})`, async (t) => {
  const { tried, accepted, crashed, unchanged, stillOpens } = await fuzzBundles(t, COUNT, SEED)
  t.same(accepted, [], 'none accepted')
  t.same(crashed, [], 'none crashes')
  t.ok(unchanged, 'the store is unchanged')
  t.ok(stillOpens, 'a good bundle is taken afterwards')
  t.comment(JSON.stringify(tried))
})

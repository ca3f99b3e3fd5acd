import test from 'tape'
import { fuzzBundles } from './fuzz-bundle.ts'

const SEED = process.env['SEED'] ?? '7'

test(`N21 of 200 bundles that were changed none is accepted, none crashes the node, and its store is as it was (seed ${SEED})`, async (t) => {
  const { tried, accepted, crashed, unchanged, stillOpens } = await fuzzBundles(t, 200, SEED)
  t.same(accepted, [], 'none accepted')
  t.same(crashed, [], 'none crashes')
  t.ok(unchanged, 'the store is unchanged')
  t.ok(stillOpens, 'a good bundle is taken afterwards')
  t.ok(Object.keys(tried).length >= 10, JSON.stringify(tried))
})

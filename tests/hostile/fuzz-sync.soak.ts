import test from 'tape'
import { fuzzSyncLong } from './fuzz-sync.ts'

const SEED = process.env['SEED'] ?? String(Date.now() % 1_000_000)
const COUNT = Number(process.env['MESSAGES'] ?? 100_000)

test(`S11 ${COUNT} mutated messages: the node lives, its store is as it was, and it goes on syncing (seed ${SEED})`, async (t) => {
  const reports = await fuzzSyncLong(COUNT, SEED, () => undefined)
  const sum = (pick: (report: (typeof reports)[number]) => number): number =>
    reports.reduce((total, report) => total + pick(report), 0)
  t.ok(sum(({ sent }) => sent) >= COUNT, `${sum(({ sent }) => sent)} sent`)
  t.ok(sum(({ refused }) => refused) > COUNT / 100, `${sum(({ refused }) => refused)} refused`)
  t.ok(reports.every(({ storeUnchanged, stillSyncs }) => storeUnchanged && stillSyncs))
})

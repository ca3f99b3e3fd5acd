import test from 'tape'
import { MAX_NEWCOMERS } from '@allmende/rules'
import { runFlood } from './flood.ts'

const MEGABYTE = 1024 * 1024

test('S40 ten thousand new people at once from one peer cost a node less than 50 MB, and no record of others', async (t) => {
  const known = 1_000
  const size = { identities: 10_000, known, large: 2_000, calmMs: 10_000, floodedMs: 40_000 }
  const { logs, before, after, calm, flooded, settledMs } = await runFlood(size)
  t.equal(logs, known + 1 + MAX_NEWCOMERS / 2, 'half of the places')
  t.ok(after.diskBytes - before.diskBytes < 50 * MEGABYTE, `on disk ${after.diskBytes - before.diskBytes}`)
  t.ok(after.liveBytes - before.liveBytes < 50 * MEGABYTE, `held on to ${after.liveBytes - before.liveBytes}`)
  t.equal(calm.lost + flooded.lost, 0, 'all that somebody else wrote meanwhile is there')
  t.comment(JSON.stringify({ calm, flooded, settledMs, before, after }))
})

import test from 'tape'
import { MAX_NEWCOMERS } from '@allmende/rules'
import { runFlood } from './flood.ts'

const MEGABYTE = 1024 * 1024

test('S40 hundreds of new people from one peer cost a node its share of places and bytes, and no record of others', async (t) => {
  const known = 20
  const size = { identities: MAX_NEWCOMERS / 2 + 60, known, large: 200, calmMs: 500, floodedMs: 2_000 }
  const { logs, before, after, calm, flooded } = await runFlood(size)
  t.equal(logs, known + 1 + MAX_NEWCOMERS / 2, 'half of the places')
  const disk = after.diskBytes - before.diskBytes
  t.ok(disk < 50 * MEGABYTE, `${Math.round(disk / MEGABYTE)} MB on disk`)
  const live = after.liveBytes - before.liveBytes
  t.ok(live < 50 * MEGABYTE, `${Math.round(live / MEGABYTE)} MB held on to`)
  t.equal(calm.lost + flooded.lost, 0, 'all that somebody else wrote meanwhile is there')
  t.ok(flooded.appends > 10, `${flooded.appends} records written meanwhile`)
})

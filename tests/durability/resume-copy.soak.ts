import test from 'tape'
import { resumeCopy } from './resume-copy.ts'

const MEGABYTES = Number(process.env['MEGABYTES'] ?? 1024)

test(`F37 allmende copy of ${MEGABYTES} MiB, killed with SIGKILL in the middle: fetched twice < 5 %`, async (t) => {
  const { total, atKills, sent, fetchedLast, same } = await resumeCopy(t, MEGABYTES, [0.5])
  t.ok(same, 'the copy is whole')
  const twice = sent / total - 1
  t.ok(
    twice < 0.05,
    `${(twice * 100).toFixed(2)} % fetched twice: ${sent} of ${total}, killed at ${atKills.join(', ')}`,
  )
  t.ok(fetchedLast < total * 0.55, `the second run fetched ${fetchedLast}`)
})

import test from 'tape'
import { resumeCopy } from './resume-copy.ts'

/** What was under way when it was killed may come once more: one window of content (16 MiB), whatever the size. */
const WINDOW = 16 * 1024 * 1024

test('F37 allmende copy of 96 MiB, killed with SIGKILL in the middle, goes on where it was', async (t) => {
  const { total, atKills, sent, fetchedLast, same } = await resumeCopy(t, 96, [0.5])
  t.ok(same, 'the copy is whole, and nothing else is in the target')
  t.ok((atKills[0] ?? 0) < total, `killed at ${atKills[0]} of ${total} bytes`)
  t.ok(fetchedLast < total * 0.55, `the second run fetched ${fetchedLast}`)
  t.ok(sent < total * 1.01 + WINDOW, `${sent} bytes were sent for ${total}`)
})

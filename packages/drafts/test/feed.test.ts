import test from 'tape'
import type { EditIndex } from '../src/edit-index.ts'
import { Feed, type FeedSource, RecentBlocks } from '../src/feed.ts'
import type { LogKey, RecordId } from '@allmende/vocabulary'

const LOG = 'log' as LogKey
const DRAFT = 'draft' as RecordId

/** A feed of one log that has as many blocks as the test says, and what was handed over of it. */
function feedOf(): { grow: () => void; feed: Feed; handed: number[] } {
  const runs: number[] = []
  const recent = new RecentBlocks()
  const handed: number[] = []
  const index = {
    blocks: () => new Map(runs.length === 0 ? [] : [[LOG, runs]]),
    resolve: (_log: LogKey, _draft: RecordId, block: number) => [{ block, index: 0, as: {}, heads: [] }],
  } as unknown as EditIndex
  const rights = { mayEdit: () => true } as unknown as FeedSource['rights']
  const logs = { readEdits: () => [] } as unknown as FeedSource['logs']
  const feed = new Feed(DRAFT, { index, recent, rights, logs }, [], (submissions) => {
    handed.push(...submissions.map(({ block }) => block))
    return Promise.resolve()
  })
  const grow = (): void => {
    const block = (runs[1] ?? 0) + 1
    recent.put(LOG, block, [new Uint8Array()])
    if (runs.length === 0) runs.push(block, block)
    else runs[1] = block
  }
  return { grow, feed, handed }
}

test('D58 what comes at the very moment in which the last of before was handed over is handed over as well', async (t) => {
  for (let turns = 0; turns < 40; turns++) {
    const { grow, feed, handed } = feedOf()
    grow()
    void feed.pump()
    // Anywhere between the handing over and whoever waits for its end.
    for (let turn = 0; turn < turns; turn++) await Promise.resolve()
    grow()
    void feed.pump()
    await new Promise((resolve) => setImmediate(resolve))
    t.deepEqual(handed, [1, 2], `after ${turns} turns`)
  }
})

test('D58 a feed of which nothing is known yet goes on when something is', async (t) => {
  const { grow, feed, handed } = feedOf()
  await feed.pump()
  grow()
  await feed.pump()
  t.deepEqual(handed, [1])
})

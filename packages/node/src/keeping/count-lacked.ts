import type { LackedBlocks } from '@allmende/rules'
import type { OpenCommons } from '../commons-book.ts'

/** Blocks that are read to say how many records somebody lacks; of more the number of blocks is told. */
const MOST_READ = 500

/** How many records and edits are in the blocks that somebody lacks: that says more than blocks do. */
export async function counted(
  { logs }: OpenCommons,
  lacked: readonly LackedBlocks[],
): Promise<{ records: number; edits: number }> {
  const count = { records: 0, edits: 0 }
  for (const { which, log, from, to } of lacked) {
    let items = 0
    if (to - from > MOST_READ) items = to - from
    else if (which === 'records')
      for await (const { records } of logs.read(log, from, to)) items += records.length
    else for await (const { entries } of logs.readEdits(log, from, to)) items += entries.length
    count[which] += Math.max(1, items)
  }
  return count
}

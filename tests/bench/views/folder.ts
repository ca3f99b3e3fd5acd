// A process that folds a file of records, or opens an index that is there; says how long it took and how much memory it had.
import { openViews } from '@allmende/views'
import { commonsIdOf, deviceIdOf, logKeyOf, personIdOf } from '@allmende/vocabulary'
import { silentLogger } from '@allmende/testkit'
import { readRecords } from './records-file.ts'

export type FolderOrder = { what: 'fold' | 'open'; records: string; index: string }
export type Folded = {
  seconds: number
  cpuSeconds: number
  peakMegabytes: number
  /** The longest the caller's event loop was kept, in milliseconds. */
  blockedMs: number
  found: number
}

/** Logs under way at once, as when they come from the network. */
const AT_ONCE = 8

process.once('message', (order: FolderOrder) => {
  work(order).then(
    (folded) => process.send?.(folded, () => process.disconnect()),
    (error: unknown) => {
      console.error(error)
      process.exit(1)
    },
  )
})

async function work({ what, records, index }: FolderOrder): Promise<Folded> {
  const blocked = watchLoop()
  const cpu = process.cpuUsage()
  const started = performance.now()
  const views = await openViews({ file: index, logger: silentLogger })
  if (what === 'fold') {
    const underWay = new Set<Promise<void>>()
    for (const { author, blocks } of readRecords(records)) {
      const lists = blocks.map((list, block) => ({ block, records: list }))
      const one = views.ingest({ ...ids(author), own: false, blocks: lists }).then(() => {
        underWay.delete(one)
      })
      underWay.add(one)
      if (underWay.size >= AT_ONCE) await Promise.race(underWay)
    }
    await Promise.all(underWay)
  } else await views.position(ids(0).commons, ids(0).log)
  const seconds = (performance.now() - started) / 1000
  const { user, system } = process.cpuUsage(cpu)
  const blockedMs = blocked()
  const { total: found } = await views.find({ words: 'transport', limit: 1 })
  await views.close()
  const peakMegabytes = process.resourceUsage().maxRSS / 1024
  return { seconds, cpuSeconds: (user + system) / 1e6, peakMegabytes, blockedMs, found }
}

function ids(author: number) {
  const key = (salt: number) => {
    const bytes = new Uint8Array(32)
    new DataView(bytes.buffer).setUint32(0, author)
    bytes[31] = salt
    return bytes
  }
  return {
    commons: commonsIdOf(new Uint8Array(32)),
    log: logKeyOf(key(1)),
    person: personIdOf(key(2)),
    device: deviceIdOf(key(3)),
  }
}

function watchLoop(): () => number {
  let longest = 0
  let last = performance.now()
  const timer = setInterval(() => {
    longest = Math.max(longest, performance.now() - last - 5)
    last = performance.now()
  }, 5)
  return () => {
    clearInterval(timer)
    return longest
  }
}

import type { CommonsLogs, Hypercore } from '@allmende/logs'
import type { CoreKey } from '@allmende/vocabulary'
import type { Duplex } from 'node:stream'

export type Link = { theirs: Hypercore; ours: Hypercore; close(): Promise<void> }

/** Replicates one core between two commons over a pair of streams. */
export async function connect(a: CommonsLogs, b: CommonsLogs, key: CoreKey): Promise<Link> {
  const [theirs, ours] = [await a.raw(key), await b.raw(key)]
  const left = theirs.replicate(true, { keepAlive: false }) as Duplex
  const right = ours.replicate(false, { keepAlive: false }) as Duplex
  left.on('error', () => undefined)
  right.on('error', () => undefined)
  left.pipe(right).pipe(left)
  return {
    theirs,
    ours,
    async close() {
      left.destroy()
      right.destroy()
      await theirs.close().catch(() => undefined)
      await ours.close().catch(() => undefined)
    },
  }
}

/** Brings all of a core from `a` to `b`. */
export async function carry(a: CommonsLogs, b: CommonsLogs, key: CoreKey): Promise<void> {
  const link = await connect(a, b, key)
  // Of the core itself: the listed length follows a turn of the event loop later, and a head without its last block
  // would leave both sides waiting for it.
  const { length } = link.theirs
  try {
    while (link.ours.length < length) await link.ours.update({ wait: true })
    await link.ours.download({ start: 0, end: length }).done()
  } finally {
    await link.close()
  }
}

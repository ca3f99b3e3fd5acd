import type { Head } from '../wire/message.ts'

/** What a peer's head means for us. */
export type Verdict =
  | { verdict: 'equal' | 'ahead' }
  /** The peer holds blocks that are missing here. */
  | { verdict: 'behind'; missing: number }
  /** The same length with another content, or a fork number: evidence against the log's author, or a lie of the peer. */
  | { verdict: 'differs'; reason: 'fork' | 'content' }

/**
 * Compares a head told by a peer with ours. A fork number above 0 *is* a forked log (D4), also when the length would fit.
 * Different lengths with different pasts can't be seen here: hypercore sees them when it verifies the upgrade.
 */
export function compareHeads(here: Head | undefined, there: Head): Verdict {
  if (there.fork > 0) return { verdict: 'differs', reason: 'fork' }
  if (!here) return there.held > 0 ? { verdict: 'behind', missing: there.held } : { verdict: 'equal' }
  if (here.length === there.length && Buffer.compare(here.root, there.root) !== 0)
    return { verdict: 'differs', reason: 'content' }
  if (there.held > here.held) return { verdict: 'behind', missing: there.held - here.held }
  return { verdict: there.held < here.held ? 'ahead' : 'equal' }
}

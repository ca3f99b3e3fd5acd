import { createHash } from 'node:crypto'

/** STORED: names of unfinished files in people's folders. A changed form would leave old ones lying about. */
export const PARTIAL_NAME = /^\.allmende-[0-9a-f]{24}\.partial$/i

/**
 * The hidden name under which a file grows beside its place. From path and content: the same copy finds it again
 * after a kill, another version never takes it for its own. Short, since the name itself may be as long as can be.
 */
export function partialName(path: string, hash: Uint8Array): string {
  const digest = createHash('sha256').update(path).update('\0').update(hash).digest('hex')
  return `.allmende-${digest.slice(0, 24)}.partial`
}

// What a head shown by a peer means. Nothing is believed without the author's signature: else any peer could make
// others throw away a log, or make us give up our own.
import type { Head } from './contract.ts'
import { isSigned, same, type Manifest } from './signed-head.ts'

export type Judgement =
  | { verdict: 'same' | 'behind' | 'ahead' | 'unproven' | 'invalid' }
  | { verdict: 'forked'; reason: 'fork-number' | 'two-heads' }

/** Our side: what we have, and the root hash of our history at the peer's length, if we can tell. */
export type Ours = {
  head: Head | null
  manifest: Manifest | null
  rootAt: (length: number) => Promise<Uint8Array | null>
}

export async function judgeHead(theirs: Head, ours: Ours): Promise<Judgement> {
  const { head, manifest } = ours
  if (head !== null && isSame(theirs, head)) return { verdict: 'same' }
  if (theirs.signature === null || manifest === null) return { verdict: 'unproven' }
  if (!isSigned(theirs, manifest)) return { verdict: 'invalid' }
  // To get a fork number above 0, the author must have taken back what they had signed before.
  if (theirs.fork > 0) return { verdict: 'forked', reason: 'fork-number' }
  if (head === null || theirs.length > head.length) return { verdict: 'ahead' }
  const root = theirs.length === head.length ? head.rootHash : await ours.rootAt(theirs.length)
  if (root !== null && !same(root, theirs.rootHash)) return { verdict: 'forked', reason: 'two-heads' }
  return { verdict: theirs.length === head.length ? 'same' : 'behind' }
}

function isSame(a: Head, b: Head): boolean {
  return a.length === b.length && a.fork === b.fork && same(a.rootHash, b.rootHash)
}

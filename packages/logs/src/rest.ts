import type { Logger } from '@allmende/vocabulary'
import type { CheckedPiece, Rest } from './contract.ts'
import type { CoreEntry } from './core-table.ts'
import { checkPiece } from './pieces/check-piece.ts'
import { exportPieces } from './pieces/export-pieces.ts'
import type { Store } from './store.ts'

/** What a core has from a block on, with the author's signature; null when that is nothing, has gaps, or is too much for one piece. */
export async function exportRest(store: Store, entry: CoreEntry, from: number): Promise<Rest | null> {
  const { which, length, contiguous } = entry
  if (which === 'files' || from >= length || contiguous !== length) return null
  for await (const piece of exportPieces(store, entry, { from, to: length, joint: from })) {
    const { manifest, blocks, signature, left } = piece
    return from + blocks.length === length ? { manifest, blocks, signature, length, from, left } : null
  }
  return null
}

/** Verifies a rest from a peer by itself, without the store; returns why it is refused otherwise. */
function checkRest({ key, which }: CoreEntry, rest: Rest): CheckedPiece | string {
  if (rest.from + rest.blocks.length !== rest.length) return 'it has another number of blocks than it says'
  return checkPiece({ core: key, which, ...rest, right: [] })
}

export type RestOutcome = 'ok' | 'refused' | 'late'

/** Takes a checked piece in, judged like what any peer brings. */
type Take = (piece: CheckedPiece) => Promise<string>

/**
 * Takes in a rest: `refused` when it isn't what the author has signed, which only who sent it can be blamed for; `late` when it
 * doesn't fit to what is here (any more).
 */
export async function importRest(
  entry: CoreEntry | null,
  rest: Rest,
  { take, logger }: { take: Take; logger: Logger },
): Promise<RestOutcome> {
  if (entry === null || entry.which === 'files') return 'late'
  const piece = checkRest(entry, rest)
  if (typeof piece === 'string') {
    logger.warn('blocks handed over by a peer were refused', { core: entry.key, reason: piece })
    return 'refused'
  }
  const outcome = await take(piece)
  return outcome === 'taken' || outcome === 'here' ? 'ok' : 'late'
}

import type { DraftAnswer, RecordId } from '@allmende/vocabulary'
import type { SettledBy } from './added-up.ts'

/** What the answers to one suggestion come to, piece by piece, by the hash of each. */
export type PieceState = 'open' | 'accepted' | 'declined'

/** Accepted wins over declined: what is in the text is in it. */
export function piecesAnswered(
  suggestion: RecordId,
  pieces: readonly string[],
  settled: readonly SettledBy[],
): Map<string, PieceState> {
  const answers = settled.filter((answer) => answer.suggestion === suggestion)
  const accepted = hashesOf(answers, 'pieces')
  const declined = hashesOf(answers, 'declined')
  return new Map(
    pieces.map((piece) => [
      piece,
      accepted.has(piece) ? 'accepted' : declined.has(piece) ? 'declined' : 'open',
    ]),
  )
}

/** The state of a suggestion in pieces. Once something of it was taken in, taking it back says nothing any more. */
export function stateOfPieces(
  pieces: ReadonlyMap<string, PieceState>,
  withdrawn: boolean,
): 'open' | 'accepted' | 'partly' | 'declined' | 'withdrawn' {
  const states = [...pieces.values()]
  const count = (state: PieceState): number => states.filter((each) => each === state).length
  const accepted = count('accepted')
  if (accepted > 0) return accepted === states.length ? 'accepted' : 'partly'
  if (states.length > 0 && count('declined') === states.length) return 'declined'
  return withdrawn ? 'withdrawn' : 'open'
}

/** Hashes are told in hexadecimal, as Automerge does. */
function hashesOf(
  answers: readonly Pick<DraftAnswer, 'pieces' | 'declined'>[],
  what: 'pieces' | 'declined',
): Set<string> {
  return new Set(answers.flatMap((answer) => (answer[what] ?? []).map(hashText)))
}

export function hashText(hash: Uint8Array): string {
  return Array.from(hash, (byte) => byte.toString(16).padStart(2, '0')).join('')
}

import type { DraftCommentInfo, DraftSuggestionInfo } from '@allmende/api/client'
import type { Mark } from '../../../editor/marks.ts'

/** A piece of a suggestion, by a name that is one word. */
export function pieceName(suggestion: string, number: number): string {
  return `${suggestion} ${number}`
}

/** The passages to be marked in the text: those that were spoken of and aren't done with, and those that somebody offers to change. */
export function marksOf(
  comments: readonly DraftCommentInfo[],
  suggestions: readonly DraftSuggestionInfo[],
  current: string | null,
): Mark[] {
  const said = comments.flatMap(({ id, now, resolved }): Mark[] =>
    now === null || resolved
      ? []
      : [{ id, kind: 'comment', from: now.from, to: now.to, text: now.text, current: id === current }],
  )
  const offered = suggestions.flatMap(({ id, pieces, state }) =>
    pieces.flatMap(({ number, state: answer, change }): Mark[] => {
      if (change === null || answer !== 'open' || state === 'withdrawn') return []
      const { from, to, takes, puts, changed } = change
      const name = pieceName(id, number)
      const text = changed || takes === '' ? null : takes
      return [{ id: name, kind: 'offer', from, to, text, puts, current: name === current }]
    }),
  )
  return [...said, ...offered]
}

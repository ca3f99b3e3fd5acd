import { type CommentRecord, type DraftRecord, recordId, type SuggestionRecord } from '../src/index.ts'
import { key, LOG, THING } from './samples.ts'

export const draftSuggestion: SuggestionRecord = {
  kind: 'suggestion',
  v: 1,
  clock: [1_760_000_000_000, 0],
  body: { about: THING, title: 'Shorter sentences', pieces: [key(10), key(11)] },
}

export const draftAnswer: DraftRecord = {
  kind: 'draft',
  v: 1,
  clock: [1_760_000_000_000, 0],
  of: THING,
  after: [THING],
  body: {
    settles: [
      {
        suggestion: recordId(LOG, 7, 0),
        accepted: true,
        pieces: [key(10)],
        declined: [key(11)],
        reason: 'No.',
      },
    ],
    resolves: [recordId(LOG, 8, 0)],
  },
}

export const passageComment: CommentRecord = {
  kind: 'comment',
  v: 1,
  clock: [1_760_000_000_000, 0],
  body: {
    text: 'Which screws?',
    about: THING,
    anchor: { from: '', to: `12@${'ab'.repeat(16)}`, quote: 'four screws' },
    resolved: true,
  },
}

/** What is said in drafts, beside the samples of each kind. */
export const ON_DRAFTS = [draftSuggestion, draftAnswer, passageComment] as const

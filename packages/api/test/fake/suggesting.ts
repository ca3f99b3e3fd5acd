import type { Suggesting } from '@allmende/node'
import { NASTY, NOTES, SUGGESTION } from './samples.ts'

/** What others say about a draft, and what they would write in it. In the fake node. */
export function fakeSuggesting(): Suggesting {
  const said = { author: 'bobbobbob', authorName: `Bob ${NASTY}`, at: 1_760_000_000_000 }
  return {
    draftComment: async ({ quote }) => ({ id: 'commentcomment.1.0', quote: quote ?? null }),
    draftComments: async () => ({
      id: NOTES.id,
      title: NOTES.title,
      comments: [
        {
          ...said,
          id: 'commentcomment.1.0',
          text: `Which ones? ${NASTY}`,
          about: NOTES.id,
          resolved: false,
          quote: `four screws ${NASTY}`,
          now: { text: 'six screws', from: 10, to: 20, line: 2 },
        },
        {
          ...said,
          id: 'commentcomment.2.0',
          text: 'And glue?',
          about: NOTES.id,
          resolved: true,
          quote: 'two nails',
          now: null,
        },
      ],
    }),
    resolveComment: async ({ comment }) => ({ id: comment, draft: NOTES.id }),
    markDraft: async ({ quote, name, value = true }) => ({
      id: NOTES.id,
      title: NOTES.title,
      name,
      value,
      text: quote ?? 'two nails',
    }),
    draftMarks: async () => ({
      id: NOTES.id,
      title: NOTES.title,
      marks: [
        {
          name: 'link',
          value: `https://example.org/${NASTY}`,
          known: true,
          now: { text: `four screws ${NASTY}`, from: 10, to: 20, line: 2 },
        },
        { name: 'note', value: 7, known: false, now: { text: 'nails', from: 30, to: 35, line: 3 } },
      ],
    }),
    draftSuggest: async ({ title }) => ({
      id: SUGGESTION.id,
      draft: NOTES.id,
      draftTitle: NOTES.title,
      title,
      pieces: 2,
    }),
    draftSuggestions: async () => ({
      id: NOTES.id,
      title: NOTES.title,
      mayAnswer: true,
      suggestions: [
        {
          ...said,
          id: SUGGESTION.id,
          title: `Shorter ${NASTY}`,
          why: 'Fewer words.',
          guest: `Ina ${NASTY}`,
          state: 'partly',
          reason: null,
          pieces: [
            { number: 1, state: 'accepted', change: null },
            {
              number: 2,
              state: 'open',
              change: {
                takes: `very ${NASTY}`,
                puts: '',
                before: 'It is ',
                after: 'good.',
                from: 6,
                to: 11,
                line: 1,
                changed: true,
              },
            },
          ],
        },
      ],
    }),
  }
}

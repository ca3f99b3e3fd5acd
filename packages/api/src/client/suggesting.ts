import type { Suggesting } from '@allmende/node'
import type { Calls } from './calls.ts'

/** Comments on passages of drafts, and changes of them that are offered. Over the API. */
export function suggestingOver({ get, post, queryOf }: Calls): Suggesting {
  const draft = (reference: string, what: string) => `/v1/drafts/${encodeURIComponent(reference)}/${what}`
  return {
    draftComment: ({ draft: reference, ...body }) => post(draft(reference, 'comments'), body),
    draftComments: (reference, page = {}) => get(`${draft(reference, 'comments')}${queryOf(page)}`),
    resolveComment: (request) => post('/v1/resolved', request),
    markDraft: ({ draft: reference, ...body }) => post(draft(reference, 'marks'), body),
    draftMarks: (reference) => get(draft(reference, 'marks')),
    draftSuggest: ({ draft: reference, ...body }) => post(draft(reference, 'suggestions'), body),
    draftSuggestions: (reference, page = {}) => get(`${draft(reference, 'suggestions')}${queryOf(page)}`),
  }
}

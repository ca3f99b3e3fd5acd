import type { Suggesting } from '../contract-suggesting.ts'
import type { Group } from '../group.ts'
import type { Parts } from '../parts.ts'
import { draftComment, draftComments, resolveComment } from './comments.ts'
import { draftSuggest, draftSuggestions } from './suggestions.ts'

/** What others say about a draft, and what they would write in it. */
export function createSuggesting(parts: Parts): Group<Suggesting> {
  return {
    actions: {
      draftComment: (request) => draftComment(parts, request),
      draftComments: (reference) => draftComments(parts, reference),
      resolveComment: (request) => resolveComment(parts, request),
      draftSuggest: (request) => draftSuggest(parts, request),
      draftSuggestions: (reference) => draftSuggestions(parts, reference),
    },
  }
}

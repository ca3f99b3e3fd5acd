import type { Suggesting } from '../contract-suggesting.ts'
import type { Group } from '../group.ts'
import type { Parts } from '../parts.ts'
import { draftComment, draftComments, resolveComment } from './comments.ts'
import { draftMarks, markDraft } from './marking.ts'
import { draftSuggest, draftSuggestions } from './suggestions.ts'

/** What is said about passages of a draft, what they are marked as, and what others would write in it. */
export function createSuggesting(parts: Parts): Group<Suggesting> {
  return {
    actions: {
      draftComment: (request) => draftComment(parts, request),
      draftComments: (reference, page) => draftComments(parts, reference, page),
      resolveComment: (request) => resolveComment(parts, request),
      markDraft: (request) => markDraft(parts, request),
      draftMarks: (reference) => draftMarks(parts, reference),
      draftSuggest: (request) => draftSuggest(parts, request),
      draftSuggestions: (reference, page) => draftSuggestions(parts, reference, page),
    },
  }
}

/**
 * Automerge text documents whose changes are entries in their authors' `edits` logs.
 * May import `vocabulary`, `rules` and `logs`. The rules this package keeps are numbered in SPEC.md (D…).
 */
export type {
  DraftAs,
  DraftChange,
  DraftChangedEvent,
  DraftOffer,
  DraftPassage,
  DraftSince,
  DraftHandle,
  DraftPartEdit,
  DraftPartAuthor,
  DraftPartPlace,
  DraftParts,
  DraftMeasure,
  DraftRecords,
  DraftRight,
  DraftScalar,
  Drafts,
  DraftsOptions,
  EditsAuthor,
  EditsLogs,
  RefusedChange,
  TextPatch,
} from './contract.ts'
export { openDrafts } from './drafts.ts'
export { ERRORS as DRAFT_ERRORS } from './errors.ts'
export { authorOf, editsOf } from './from-logs.ts'
export { NEAR_LIMIT } from './limits.ts'
export { difference } from './difference.ts'
export { movePartEdits } from './part-edits.ts'
export { applyPatches } from './splices.ts'

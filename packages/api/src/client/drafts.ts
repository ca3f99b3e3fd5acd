import type { DraftActions, DraftEvent } from '@allmende/node'
import type { Calls } from './calls.ts'
import { follow, type Watch } from './follow.ts'

/** Drafts, over the API. */
export function draftsOver({
  get,
  post,
  act,
  queryOf,
  watch,
}: Calls & { readonly watch: Watch }): DraftActions {
  const draft = (reference: string, what: string) => `/v1/drafts/${encodeURIComponent(reference)}/${what}`
  return {
    createDraft: (request) => post('/v1/drafts', request),
    listDrafts: (request) => get(`/v1/drafts${queryOf(request)}`),
    draftText: (reference) => get(draft(reference, 'text')),
    editDraft: ({ draft: reference, ...edit }) => post(draft(reference, 'text'), edit),
    spliceDraft: ({ draft: reference, ...edit }) => post(draft(reference, 'splices'), edit),
    followDraft: (reference, { onEvent, signal }) =>
      follow<DraftEvent>(watch(draft(reference, 'follow'), { signal }), onEvent, signal),
    draftHistory: (reference, page = {}) => get(`${draft(reference, 'history')}${queryOf(page)}`),
    showDraft: (reference) => get(`/v1/drafts/${encodeURIComponent(reference)}`),
    editBeside: ({ draft: reference, ...body }) => post(draft(reference, 'beside'), body),
    attachFiles: ({ draft: reference, ...body }, context) => act(draft(reference, 'files'), body, context),
    mergeDraft: ({ into, ...body }) => post(draft(into, 'merge'), body),
    archiveDraft: ({ draft: reference, ...body }, context) => act(draft(reference, 'archive'), body, context),
    draftBlame: (reference) => get(draft(reference, 'blame')),
    draftDiff: ({ draft: reference, ...query }) => get(`${draft(reference, 'diff')}${queryOf(query)}`),
    draftAt: ({ draft: reference, ...query }) => get(`${draft(reference, 'moment')}${queryOf(query)}`),
    draftCredits: ({ draft: reference, ...query }) => get(`${draft(reference, 'credits')}${queryOf(query)}`),
    restoreDraft: ({ draft: reference, ...body }) => post(draft(reference, 'restore'), body),
    draftNews: ({ draft: reference, look }) =>
      get(`${draft(reference, 'news')}${queryOf(look ? { look: 'true' } : {})}`),
    settleClash: ({ draft: reference, ...body }) => post(draft(reference, 'settlements'), body),
    draftAccess: ({ draft: reference, ...body }) => post(draft(reference, 'access'), body),
    publishDraft: ({ draft: reference, ...request }, context) =>
      act(draft(reference, 'publish'), request, context),
  }
}

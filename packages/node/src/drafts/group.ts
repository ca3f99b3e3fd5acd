import type { DraftActions } from '../contract-drafts.ts'
import type { Group } from '../group.ts'
import type { Parts } from '../parts.ts'
import { draftHistory, draftText, editDraft, followDraft, spliceDraft } from './actions.ts'
import { archiveDraft } from './archive.ts'
import { createDraft } from './begin.ts'
import { attachFiles, editBeside } from './beside.ts'
import { draftCredits } from './credits-before.ts'
import { draftAccess, draftBlame, draftDiff, restoreDraft } from './deeds.ts'
import { listDrafts } from './list.ts'
import { mergeDraft } from './merge.ts'
import { draftAt } from './moment.ts'
import { draftNews, settleClash } from './news.ts'
import { publishDraft } from './publish.ts'
import { showDraft } from './show.ts'

/** Drafts: writing together, and what becomes of it. */
export function createDrafts(parts: Parts): Group<DraftActions> {
  return {
    actions: {
      createDraft: (request) => createDraft(parts, request),
      listDrafts: (request) => listDrafts(parts, request),
      draftText: (reference) => draftText(parts, reference),
      editDraft: (request) => editDraft(parts, request),
      spliceDraft: (request) => spliceDraft(parts, request),
      followDraft: (reference, context) => followDraft(parts, reference, context),
      draftHistory: (reference, page) => draftHistory(parts, reference, page),
      publishDraft: (request, context = {}) => publishDraft(parts, request, context),
      showDraft: (reference) => showDraft(parts, reference),
      editBeside: (request) => editBeside(parts, request),
      attachFiles: (request, context) => attachFiles(parts, request, context),
      mergeDraft: (request) => mergeDraft(parts, request),
      archiveDraft: (request, context) => archiveDraft(parts, request, context),
      draftBlame: (reference) => draftBlame(parts, reference),
      draftDiff: (request) => draftDiff(parts, request),
      draftAt: (request) => draftAt(parts, request),
      draftCredits: (request) => draftCredits(parts, request),
      restoreDraft: (request) => restoreDraft(parts, request),
      draftNews: (request) => draftNews(parts, request),
      settleClash: (request) => settleClash(parts, request),
      draftAccess: (request) => draftAccess(parts, request),
    },
  }
}

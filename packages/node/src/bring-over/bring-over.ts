import type { ActionContext, BringOverRequest, BringOverResult } from '../contract.ts'
import { fail } from '../errors.ts'
import type { Parts } from '../parts.ts'
import { mustBeMember } from '../rights.ts'
import { bringGood } from './bring-good.ts'
import { bringDraft, bringWords } from './bring-words.ts'
import { ownThings } from './own-things.ts'

/**
 * Carries what one wrote in one commons into another: goods with all their versions and contents, drafts with their text,
 * and one's comments and builds about them. Written anew in one's own name, so only one's own can be carried; nothing is taken
 * away where it was. The same again carries only what is new.
 * Throws COMMONS_…, BRING_SAME, BRING_ELSEWHERE, THING_…, NO_HOLDER.
 */
export async function bringOver(
  parts: Parts,
  request: BringOverRequest,
  context: ActionContext,
): Promise<BringOverResult> {
  const from = parts.book.find(request.from)
  const to = parts.book.find(request.to)
  if (from.id === to.id) throw fail('BRING_SAME', { found: from.entry.name })
  mustBeMember(to, 'carrying over')
  const { own, others } = await ownThings(parts, from, request.things)
  const dryRun = request.dryRun ?? false
  const brought: { id: string; kind: string; title: string; versions: number; bytes: number }[] = []
  for (const [at, thing] of own.entries()) {
    context.signal?.throwIfAborted()
    context.onProgress?.({
      phase: 'carrying over',
      done: at,
      total: own.length,
      unit: 'records',
      note: thing.title,
    })
    const { kind, title } = thing
    if (dryRun)
      brought.push({
        id: thing.id,
        kind,
        title,
        versions: kind === 'good' ? thing.versions.length : 0,
        bytes: 0,
      })
    else if (kind === 'draft')
      brought.push({
        id: await bringDraft(parts, { from, to }, thing, context),
        kind,
        title,
        versions: 0,
        bytes: 0,
      })
    else brought.push({ kind, title, ...(await bringGood(parts, { from, to }, thing, context)) })
  }
  const words = dryRun ? 0 : await bringWords(parts, { from, to }, context)
  return {
    dryRun,
    from: from.id,
    to: to.id,
    toName: to.entry.name,
    public: to.entry.public,
    brought,
    words,
    left: others.map(({ id, kind, title, author, authorName }) => ({
      id,
      kind,
      title,
      author,
      authorName: authorName ?? null,
    })),
  }
}

import type { PersonId } from '@allmende/vocabulary'
import type { DraftChange, DraftPassage, DraftSince } from './contract.ts'
import type { OpenDraft } from './open-draft.ts'

/** Every change with who made it. */
export async function historyOf(open: OpenDraft): Promise<DraftChange[]> {
  const changes = await open.call({ type: 'history' })
  const authors = await open.authors()
  return changes.flatMap(({ hash, actor, time, count }) => {
    const author = authors.get(actor)
    return author === undefined ? [] : [{ author, at: time * 1000, ops: count, session: actor, hash }]
  })
}

/** The text in passages, each with who wrote it and when, as the author says. */
export async function blameOf(open: OpenDraft): Promise<DraftPassage[]> {
  const passages = await open.call({ type: 'blame' })
  const changes = new Map((await historyOf(open)).map((change) => [change.hash, change]))
  return passages.flatMap(([text, hash]) => {
    const change = changes.get(hash)
    return change ? [{ text, author: change.author, at: change.at, hash }] : []
  })
}

/** What others wrote since some heads. */
export async function sinceOf(
  open: OpenDraft,
  heads: readonly string[],
  self: PersonId | null,
): Promise<DraftSince | null> {
  const own = [...(await open.authors())].flatMap(([actor, who]) => (who === self ? [actor] : []))
  const since = await open.call({ type: 'since', seen: [...heads], own })
  if (!since) return null
  const { fresh, ...texts } = since
  const wanted = new Set(fresh)
  return { changes: (await historyOf(open)).filter(({ hash }) => wanted.has(hash)), ...texts }
}

import type { PersonId } from '@allmende/vocabulary'
import type { DraftChange, DraftOffer, DraftPartAuthor, DraftPassage, DraftSince } from './contract.ts'
import type { OpenDraft } from './open-draft.ts'

/** Every change with who made it. */
export async function historyOf(open: OpenDraft): Promise<DraftChange[]> {
  const changes = await open.call({ type: 'history' })
  const authors = open.authors()
  return changes.flatMap(({ hash, actor, time, count }) => {
    const writer = authors.get(actor)
    if (writer === undefined) return []
    const { person: author, guest } = writer
    return [
      { author, ...(guest !== undefined && { guest }), at: time * 1000, ops: count, session: actor, hash },
    ]
  })
}

/** The text in passages, each with who wrote it and when, as the author says. */
export async function blameOf(open: OpenDraft): Promise<DraftPassage[]> {
  const passages = await open.call({ type: 'blame' })
  const changes = new Map((await historyOf(open)).map((change) => [change.hash, change]))
  return passages.flatMap(([text, hash]) => {
    const change = changes.get(hash)
    if (change === undefined) return []
    const { author, guest, at } = change
    return [{ text, author, ...(guest !== undefined && { guest }), at, hash }]
  })
}

/** Who set what stands beside the text, or took out what stood there. */
export async function partsBlameOf(open: OpenDraft): Promise<DraftPartAuthor[]> {
  const places = await open.call({ type: 'partsBlame' })
  const changes = new Map((await historyOf(open)).map((change) => [change.hash, change]))
  return places.flatMap(({ hash, ...place }) => {
    const change = changes.get(hash)
    if (change === undefined) return []
    const { author, guest, at } = change
    return [{ ...place, author, ...(guest !== undefined && { guest }), at, hash }]
  })
}

/** What others wrote since some heads. */
export async function sinceOf(
  open: OpenDraft,
  heads: readonly string[],
  self: PersonId | null,
): Promise<DraftSince | null> {
  const own = [...open.authors()].flatMap(([actor, { person }]) => (person === self ? [actor] : []))
  const since = await open.call({ type: 'since', seen: [...heads], own })
  if (!since) return null
  const { fresh, ...texts } = since
  const wanted = new Set(fresh)
  return { changes: (await historyOf(open)).filter(({ hash }) => wanted.has(hash)), ...texts }
}

/** What is offered and not accepted, with whose it is. */
export async function offersOf(open: OpenDraft): Promise<DraftOffer[]> {
  const passages = await open.call({ type: 'offers' })
  const writers = open.authors()
  return passages.flatMap(({ actor, time, ...passage }) => {
    const writer = writers.get(actor)
    if (writer === undefined) return []
    const { person: author, guest } = writer
    return [{ ...passage, author, ...(guest !== undefined && { guest }), at: time * 1000 }]
  })
}

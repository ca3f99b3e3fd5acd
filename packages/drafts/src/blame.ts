import type { DraftPassage } from './contract.ts'
import type { OpenDraft } from './open-draft.ts'

/** The text in passages, each with who wrote it and when, as the author says. */
export async function blameOf(open: OpenDraft): Promise<DraftPassage[]> {
  const passages = await open.call({ type: 'blame' })
  const changes = new Map((await open.history()).map((change) => [change.hash, change]))
  return passages.flatMap(([text, hash]) => {
    const change = changes.get(hash)
    return change ? [{ text, author: change.author, at: change.at, hash }] : []
  })
}

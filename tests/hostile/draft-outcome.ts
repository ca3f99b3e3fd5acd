import type { AllmendeNode } from '@allmende/node'
import type { Drafts } from './draft-attacks.ts'

/** All that a node says of two drafts, in a form in which nodes that say the same are equal. */
export type DraftOutcome = { together: DraftSaid; invited: DraftSaid; refused: string[] }

type DraftSaid = {
  text: string
  heads: string
  history: string[]
  blame: string[]
  beside: unknown
  setBy: unknown
  suggestions: unknown
  comments: unknown
  access: unknown
}

export async function outcomeOf(node: AllmendeNode, drafts: Drafts): Promise<DraftOutcome> {
  const [together, invited] = [await said(node, drafts.together), await said(node, drafts.invited)]
  const refused = [...(await refusedIn(node, drafts.together)), ...(await refusedIn(node, drafts.invited))]
  return { together, invited, refused: refused.toSorted() }
}

async function said(node: AllmendeNode, draft: string): Promise<DraftSaid> {
  const { text, heads } = await node.draftText(draft)
  const { changes } = await node.draftHistory(draft)
  const { passages, beside: setBy } = await node.draftBlame(draft)
  const { fields, lines, files, conflicts } = await node.showDraft(draft)
  const { suggestions } = await node.draftSuggestions(draft)
  const { comments } = await node.draftComments(draft)
  const { title, editors, invited, closed } = await node.draftAccess({ draft })
  return {
    text,
    heads: heads.toSorted().join(' '),
    history: changes.map(({ change, author, ops }) => `${change} ${author} ${ops}`),
    blame: passages.map((passage) => `${passage.change} ${passage.text}`),
    beside: {
      fields,
      lines,
      files: files.map(({ path, bytes, executable }) => ({ path, bytes, executable })),
      conflicts,
    },
    setBy,
    suggestions,
    comments,
    access: { title, editors, invited: invited.map(({ person }) => person), closed },
  }
}

/** Each change that was kept out: whose, and why. */
async function refusedIn(node: AllmendeNode, draft: string): Promise<string[]> {
  const { title, refused } = await node.draftNews({ draft })
  return refused.flatMap(({ person, code, changes }) =>
    Array<string>(changes).fill(`${title} ${person} ${code}`),
  )
}

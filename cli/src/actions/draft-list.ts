import type { Action } from '../action.ts'
import { moment, short } from '../terminal/amounts.ts'
import { moreLines, pageAsked } from './page.ts'
import { settle } from './settle.ts'

export const draftList: Action = async ({ io, options, open }) => {
  const commons = options.text('commons')
  const request = { ...(commons !== undefined && { commons }), ...pageAsked(options) }
  const session = await open('read')
  let list = await session.client.listDrafts(request)
  if (list.drafts.length === 0) {
    await settle(session, io, options, 'must')
    list = await session.client.listDrafts(request)
  }
  await io.result(list, (clean) => {
    const { drafts } = list
    if (drafts.length === 0) return 'There are no drafts yet: begin one with `allmende draft new TITLE`.'
    const lines = drafts.map(
      (draft) =>
        `${io.style.bold(clean(draft.title))}  ${clean(draft.commonsName)}, by ${clean(draft.authorName ?? short(draft.author), 60)}, ${moment(draft.at)}\n  ${draft.id}`,
    )
    return [...lines, ...moreLines(list, io.style)]
  })
}

import type { Action } from '../action.ts'
import { moment, short } from '../terminal/amounts.ts'
import { settle } from './settle.ts'

export const draftList: Action = async ({ io, options, open }) => {
  const commons = options.text('commons')
  const request = commons === undefined ? {} : { commons }
  const session = await open('read')
  let drafts = await session.client.listDrafts(request)
  if (drafts.length === 0) {
    await settle(session, io, options, 'must')
    drafts = await session.client.listDrafts(request)
  }
  await io.result({ drafts }, (clean) => {
    if (drafts.length === 0) return 'There are no drafts yet: begin one with `allmende draft new TITLE`.'
    return drafts.map(
      (draft) =>
        `${io.style.bold(clean(draft.title))}  ${clean(draft.commonsName)}, by ${clean(draft.authorName ?? short(draft.author), 60)}, ${moment(draft.at)}\n  ${draft.id}`,
    )
  })
}

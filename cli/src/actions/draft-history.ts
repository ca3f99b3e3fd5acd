import type { Action } from '../action.ts'
import { counted, moment, short } from '../terminal/amounts.ts'
import { openDraft } from './open-draft.ts'
import { moreLines, pageAsked } from './page.ts'
import { retryWhenMet } from './retry.ts'

export const draftHistory: Action = async ({ args, io, options, open }) => {
  const { session, draft } = await openDraft({ io, options, open }, args[0])
  const result = await retryWhenMet({ session, io, options }, () =>
    session.client.draftHistory(draft, pageAsked(options)),
  )
  await io.result(result, (clean) =>
    result.changes.length === 0
      ? 'Nobody has written in it yet.'
      : [
          ...result.changes.map(
            ({ number, change, at, author, authorName, guest, ops }) =>
              `${String(number).padStart(4)}  ${clean(change, 8)}  ${moment(at)}  ${guest === undefined ? '' : `${clean(guest, 64)}, guest of `}${clean(authorName ?? short(author), 60)}  ${counted(ops, 'change')}`,
          ),
          ...moreLines(result, io.style),
        ],
  )
}

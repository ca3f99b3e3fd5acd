import type { DraftNews } from '@allmende/api/client'
import type { Action } from '../action.ts'
import { fail } from '../errors.ts'
import { counted, short } from '../terminal/amounts.ts'
import { besideLines } from './beside-lines.ts'
import { nearLines } from './draft-near.ts'
import { conflictLines } from './draft-show.ts'
import { openDraft } from './open-draft.ts'
import { retryWhenMet } from './retry.ts'
import { handOver } from './settle.ts'

type Clean = (text: string, length?: number) => string

const READINGS = ['ours', 'theirs', 'both', 'as-is'] as const

export const draftNews: Action = async ({ args, io, options, open }) => {
  const { session, draft } = await openDraft({ io, options, open }, args[0])
  const news = await retryWhenMet({ session, io, options }, () =>
    session.client.draftNews({ draft, look: true }),
  )
  await io.result(news, (clean) => [
    sinceLastLook(news, clean) ?? 'Nobody else wrote since you last looked.',
    ...besideLines(news.beside, clean, io.style),
    ...clashLines(news, clean),
    ...conflictLines(news.conflicts, news.id, clean),
    ...refusedLines(news, clean),
    ...nearLines(news.near),
  ])
}

/** "37 changes by Anna and Ben since you last looked"; null when there were none. */
export function sinceLastLook({ changes, people }: DraftNews, clean: Clean): string | null {
  if (changes === 0) return null
  const names = people.map(({ person, name }) => clean(name ?? short(person), 60))
  const last = names.pop() ?? 'somebody'
  const who = names.length > 0 ? `${names.join(', ')} and ${last}` : last
  return `Since you last looked: ${counted(changes, 'change')} by ${who}.`
}

function clashLines({ id, clashes }: DraftNews, clean: Clean): string[] {
  if (clashes.length === 0) return []
  return [
    `${counted(clashes.length, 'passage')} that both of you rewrote:`,
    ...clashes.flatMap(({ number, ours, theirs, now }) => [
      `  ${number}. you:    ${clean(ours, 500) || '(taken out)'}`,
      `     others: ${clean(theirs, 500) || '(taken out)'}`,
      `     now:    ${now === null ? '(not found any more)' : clean(now, 500)}`,
    ]),
    `Settle one with: allmende draft settle ${short(id)} 1 --ours (or --theirs, --both, --as-is, --text TEXT)`,
  ]
}

/** Who wrote what was kept out, and why. */
function refusedLines({ refused }: DraftNews, clean: Clean): string[] {
  if (refused.length === 0) return []
  return [
    'Kept out of this draft:',
    ...refused.map(
      ({ person, name, reason, changes }) =>
        `  ${counted(changes, 'change')} by ${clean(name ?? short(person), 60)}: ${clean(reason, 200)}`,
    ),
  ]
}

export const draftSettle: Action = async ({ args, io, options, open }) => {
  const take = READINGS.filter((one) => options.flag(one))
  const text = options.text('text')
  if (take.length + (text === undefined ? 0 : 1) !== 1)
    throw fail('USAGE', {
      expected: 'one of --ours, --theirs, --both, --as-is and --text',
      found: `${take.length}`,
    })
  const clash = Number(args[1] ?? '1')
  if (!Number.isSafeInteger(clash) || clash < 1)
    throw fail('USAGE', { expected: 'the number of a passage', found: args[1] ?? '' })
  const { session, draft } = await openDraft({ io, options, open }, args[0])
  const settled = await session.client.settleClash({
    draft,
    clash,
    take: take[0] ?? 'as-is',
    ...(text !== undefined && { text }),
  })
  await handOver(session, io, options)
  await io.result(settled, (clean) => `Settled in "${clean(settled.title)}".`)
}

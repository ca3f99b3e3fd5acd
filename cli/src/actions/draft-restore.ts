import type { Action } from '../action.ts'
import { fail } from '../errors.ts'
import { openDraft } from './open-draft.ts'
import { retryWhenMet } from './retry.ts'
import { handOver } from './settle.ts'

export const draftRestore: Action = async ({ args, io, options, open }) => {
  const [, change = ''] = args
  const { session, draft } = await openDraft({ io, options, open }, args[0])
  if (io.interactive && !options.flag('yes')) {
    const { lines } = await session.client.draftDiff({ draft, from: change })
    const [more, less] = (['removed', 'added'] as const).map(
      (what) => lines.filter((line) => line.what === what).length,
    )
    if (!(await io.prompt.yes(`Put ${more} lines back and take ${less} out?`, true)))
      throw fail('DECLINED', { message: 'nothing was changed' })
  }
  const restored = await retryWhenMet({ session, io, options }, () =>
    session.client.restoreDraft({ draft, change }),
  )
  await handOver(session, io, options)
  await io.result(
    restored,
    (clean) =>
      `"${clean(restored.title)}" is what it was with change ${clean(change, 64)}; what came since stays in the history.`,
  )
}

import type { DraftAccess } from '@allmende/api/client'
import type { Action } from '../action.ts'
import { short } from '../terminal/amounts.ts'
import { openDraft } from './open-draft.ts'
import { retryWhenMet } from './retry.ts'
import { handOver } from './settle.ts'

export const draftInvite: Action = async ({ args, io, options, open }) => {
  const [, ...invite] = args
  const uninvite = options.list('remove')
  const editors = options.flag('everybody')
    ? ('commons' as const)
    : options.flag('nobody-else')
      ? ('invited' as const)
      : undefined
  const { session, draft } = await openDraft({ io, options, open }, args[0])
  const request = {
    draft,
    ...(invite.length > 0 && { invite }),
    ...(uninvite.length > 0 && { uninvite }),
    ...(editors && { editors }),
  }
  const access = await retryWhenMet({ session, io, options }, () => session.client.draftAccess(request))
  if (Object.keys(request).length > 1) await handOver(session, io, options)
  await io.result(access, (clean) => linesOf(access, clean))
}

function linesOf(
  { title, editors, invited, closed }: DraftAccess,
  clean: (text: string, length?: number) => string,
): string[] {
  if (closed) return [`"${clean(title)}" is closed: nobody edits it.`]
  const names = invited.map(({ person, name }) => clean(name ?? short(person), 60))
  if (editors === 'commons') return [`Everybody in the commons may edit "${clean(title)}".`]
  return names.length === 0
    ? [`Only who began "${clean(title)}" may edit it.`]
    : [`Who began "${clean(title)}" may edit it, and:`, ...names.map((name) => `  ${name}`)]
}

import type { BringOverRequest, BringOverResult } from '@allmende/api/client'
import type { Action, Invocation } from '../action.ts'
import { fail } from '../errors.ts'
import type { Session } from '../session.ts'
import { counted } from '../terminal/amounts.ts'
import { needed } from './deed.ts'
import { handOver, settle } from './settle.ts'

type Clean = (text: string, length?: number) => string

/** Carries one's own things into another commons: tells what it would be, and asks where somebody can be asked. */
export const bring: Action = async (invocation) => {
  const { args, io, options, open } = invocation
  const from = await needed(invocation, 'from', 'Out of which commons?')
  const to = await needed(invocation, 'to', 'Into which commons?')
  const request: BringOverRequest = { from, to, ...(args.length > 0 && { things: args }) }
  const session = await open('read')
  await settle(session, io, options)
  const dryRun = options.flag('dry-run')
  if (!dryRun && io.interactive && !options.flag('yes')) {
    const seen = await run(invocation, session, { ...request, dryRun: true })
    for (const line of linesOf(seen, await io.clean())) io.note(line)
    const question = `Carry ${counted(seen.brought.length, 'thing')} over?`
    if (seen.brought.length > 0 && !(await io.prompt.yes(question, true)))
      throw fail('DECLINED', { message: 'nothing was carried over' })
  }
  const result = await run(invocation, session, { ...request, dryRun })
  if (!dryRun) await handOver(session, io, options)
  await io.result(result, (clean) => linesOf(result, clean))
}

function run({ io }: Invocation, { client }: Session, request: BringOverRequest): Promise<BringOverResult> {
  return io.withProgress((onProgress) => client.bringOver(request, { onProgress, signal: io.signal }))
}

function linesOf(
  { dryRun, toName, public: open, brought, words, left }: BringOverResult,
  clean: Clean,
): string[] {
  const into = `"${clean(toName)}" (${open ? 'public: whoever has a link to it can read it' : 'private'})`
  const fresh = dryRun ? brought : brought.filter(({ kind, versions }) => kind !== 'good' || versions > 0)
  const opening =
    brought.length === 0
      ? `There is nothing of yours to carry into ${into}.`
      : fresh.length === 0 && words === 0
        ? `Everything of yours is in ${into} already.`
        : `${dryRun ? 'Would be carried' : 'Carried'} into ${into}:`
  return [
    opening,
    ...fresh.map(
      ({ kind, title, versions }) =>
        `  ${clean(title)} (${kind === 'good' ? counted(versions, 'version') : kind})`,
    ),
    ...(words > 0
      ? [`  ${counted(words, 'comment or build', 'comments and builds')} of yours about them`]
      : []),
    ...(left.length > 0 ? ['Only who began them can carry these:'] : []),
    ...left.map(
      ({ title, author, authorName }) =>
        `  ${clean(title)}, of ${clean(authorName ?? author.slice(0, 8), 60)}`,
    ),
  ]
}

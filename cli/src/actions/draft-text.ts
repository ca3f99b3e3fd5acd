import type { DraftEvent } from '@allmende/api/client'
import type { Action, Invocation } from '../action.ts'
import type { Session } from '../session.ts'
import { cleanLines } from '../terminal/clean.ts'
import { counted } from '../terminal/amounts.ts'
import { sinceLastLook } from './draft-news.ts'
import { nearLines } from './draft-near.ts'
import { draftOf } from './draft-of.ts'
import { liveText, splicesApplied } from './live-text.ts'
import { retryWhenMet } from './retry.ts'
import { settle } from './settle.ts'

export const draftText: Action = async (invocation) => {
  const { args, io, options, open } = invocation
  const session = await open(options.flag('follow') ? 'full' : 'read')
  const draft = await draftOf(session, args[0] ?? '')
  if (options.flag('follow')) return follow(invocation, session, draft)
  await settle(session, io, options)
  const found = await retryWhenMet({ session, io, options }, () => session.client.draftText(draft))
  if (io.json) return io.result(found, () => '')
  await tellNews(session, draft, io)
  // Into a file or another program goes the text as it is; on a terminal it must not steer the terminal.
  const text = io.tty ? cleanLines(await io.clean(), found.text) : found.text
  io.write(io.tty && !text.endsWith('\n') ? `${text}\n` : text)
}

/** Beside the text, for people: what is new in it, and that two readings were woven into one somewhere. */
async function tellNews({ client }: Session, draft: string, io: Invocation['io']): Promise<void> {
  const news = await client.draftNews({ draft, look: true })
  const clean = await io.clean()
  for (const line of nearLines(news.near)) io.note(line)
  const since = sinceLastLook(news, clean)
  if (since) io.note(since)
  if (news.clashes.length > 0)
    io.note(
      `${counted(news.clashes.length, 'passage')} that both of you rewrote: \`allmende draft news\` shows the readings.`,
    )
}

/** Until Ctrl-C, which is how it is meant to end. */
async function follow({ io, options, world }: Invocation, session: Session, draft: string): Promise<void> {
  // Somebody will want to write in it from another terminal: our home must be reachable meanwhile.
  await session.share()
  const clean = io.json ? null : await io.clean()
  const view = clean === null ? null : liveText(io, clean, world)
  let text = ''
  let near: Extract<DraftEvent, { type: 'text' }>['near']
  const onEvent = (event: DraftEvent) => {
    if (!view) io.say(JSON.stringify(event))
    if (event.type === 'here') return view?.here(event.people, text)
    near = event.near
    if (!view) return
    text = event.type === 'text' ? event.text : splicesApplied(text, event.splices)
    view.show(event, text)
  }
  await retryWhenMet({ session, io, options }, () =>
    session.client.followDraft(draft, { onEvent, signal: io.signal }),
  )
  view?.end()
  if (!io.json) for (const line of nearLines(near)) io.note(line)
}

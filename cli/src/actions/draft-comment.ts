import { text as wholeOf } from 'node:stream/consumers'
import type { DraftCommentInfo } from '@allmende/api/client'
import type { Action } from '../action.ts'
import { fail } from '../errors.ts'
import { moment, short } from '../terminal/amounts.ts'
import type { Clean } from '../terminal/clean.ts'
import { openDraft } from './open-draft.ts'
import { passageOf } from './passage-of.ts'
import { moreLines, pageAsked } from './page.ts'
import { retryWhenMet } from './retry.ts'
import { handOver, settle } from './settle.ts'

const QUOTED = 200

/** Says something about a draft, or a passage of it. */
export const draftComment: Action = async (invocation) => {
  const { args, io, options, open, world } = invocation
  const passage = passageOf(invocation)
  const said = args[1] ?? (io.interactive ? await io.prompt.line('Comment: ') : await wholeOf(world.stdin))
  const text = said.trim()
  if (text === '')
    throw fail('INPUT_EMPTY', {
      message: 'a comment needs words',
      hint: 'allmende draft comment DRAFT "your words" --at "what they are about"',
    })
  const { session, draft } = await openDraft({ io, options, open }, args[0])
  const made = await retryWhenMet({ session, io, options }, () =>
    session.client.draftComment({ draft, text, ...passage }),
  )
  await handOver(session, io, options)
  await io.result(made, (clean) =>
    made.quote === null ? 'Commented.' : `Commented on "${clean(made.quote, QUOTED)}".`,
  )
}

/** Comments in the order in which they were written, answers below what they answer. */
export const draftComments: Action = async ({ args, io, options, open }) => {
  const { session, draft } = await openDraft({ io, options, open }, args[0])
  const result = await retryWhenMet({ session, io, options }, () =>
    session.client.draftComments(draft, pageAsked(options)),
  )
  const shown = options.flag('all') ? result.comments : result.comments.filter(({ resolved }) => !resolved)
  const done = result.comments.length - shown.length
  await io.result(result, (clean) => [
    ...(shown.length === 0 && done === 0
      ? [
          `Nobody has said anything yet. Begin with: allmende draft comment DRAFT "your words" --at "the passage"`,
        ]
      : threads(shown).flatMap(({ comment, depth }) => commentLines(comment, depth, clean))),
    ...(done === 0 ? [] : [`${done} that ${done === 1 ? 'is' : 'are'} done with: --all shows them too.`]),
    ...moreLines(result, io.style),
  ])
}

function threads(comments: readonly DraftCommentInfo[]): { comment: DraftCommentInfo; depth: number }[] {
  const known = new Set(comments.map(({ id }) => id))
  const below = (about: string, depth: number): { comment: DraftCommentInfo; depth: number }[] =>
    comments
      .filter((comment) => comment.about === about)
      .flatMap((comment) => [{ comment, depth }, ...below(comment.id, depth + 1)])
  const tops = comments.filter(({ about }) => !known.has(about))
  return tops.flatMap((comment) => [{ comment, depth: 0 }, ...below(comment.id, 1)])
}

function commentLines(comment: DraftCommentInfo, depth: number, clean: Clean): string[] {
  const { id, text, author, authorName, at, quote, now, resolved } = comment
  const indent = '  '.repeat(depth)
  const who = clean(authorName ?? short(author), 60)
  const lines = [`${indent}${who}, ${moment(at)}  (${id})${resolved ? '  done with' : ''}`]
  if (now !== null) lines.push(`${indent}  line ${now.line}: "${clean(now.text, QUOTED)}"`)
  else if (quote !== null) lines.push(`${indent}  the passage is gone: it said "${clean(quote, QUOTED)}"`)
  return [...lines, ...text.split('\n').map((line) => `${indent}  ${clean(line, 2_000)}`)]
}

export const draftResolve: Action = async ({ args, io, options, open }) => {
  const session = await open('read')
  await settle(session, io, options)
  const result = await retryWhenMet({ session, io, options }, () =>
    session.client.resolveComment({ comment: args[0] ?? '' }),
  )
  await handOver(session, io, options)
  await io.result(result, () => 'Done with: it is shown only with --all now.')
}

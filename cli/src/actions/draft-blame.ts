import type { PassageInfo } from '@allmende/api/client'
import type { Action } from '../action.ts'
import { moment, short } from '../terminal/amounts.ts'
import { draftOf } from './draft-of.ts'
import { retryWhenMet } from './retry.ts'
import { settle } from './settle.ts'

/** A line of the text with those who wrote any of it, whoever wrote most first, and when the newest of it came. */
type BlamedLine = { readonly text: string; readonly who: readonly string[]; readonly at: number }

const NAME_WIDTH = 20

export const draftBlame: Action = async ({ args, io, options, open }) => {
  const session = await open('read')
  const draft = await draftOf(session, args[0] ?? '')
  await settle(session, io, options)
  const result = await retryWhenMet({ session, io, options }, () => session.client.draftBlame(draft))
  await io.result(result, (clean) =>
    result.passages.length === 0
      ? 'Nobody has written in it yet.'
      : blamedLines(result.passages).map(({ text, who, at }) => {
          const names = clean(who.join(', '), NAME_WIDTH).padEnd(NAME_WIDTH)
          return `${at === 0 ? ' '.repeat(16) : moment(at)}  ${names}  ${clean(text, 2_000)}`
        }),
  )
}

/** The passages cut into lines. An empty line is nobody's. */
export function blamedLines(passages: readonly PassageInfo[]): BlamedLine[] {
  const lines: { text: string; share: Map<string, number>; at: number }[] = [
    { text: '', share: new Map(), at: 0 },
  ]
  for (const { text, author, authorName, guest, at } of passages) {
    for (const [index, piece] of text.split('\n').entries()) {
      if (index > 0) lines.push({ text: '', share: new Map(), at: 0 })
      const line = lines.at(-1)
      if (!line || piece === '') continue
      const host = authorName ?? short(author)
      const name = guest === undefined ? host : `${guest}, guest of ${host}`
      line.text += piece
      line.share.set(name, (line.share.get(name) ?? 0) + piece.length)
      line.at = Math.max(line.at, at)
    }
  }
  if (lines.at(-1)?.text === '') lines.pop()
  return lines.map(({ text, share, at }) => ({
    text,
    who: [...share].toSorted(([, a], [, b]) => b - a).map(([name]) => name),
    at,
  }))
}

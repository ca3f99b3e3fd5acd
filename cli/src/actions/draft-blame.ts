import type { BesideAuthor, PassageInfo } from '@allmende/api/client'
import type { Action } from '../action.ts'
import { moment, short } from '../terminal/amounts.ts'
import type { Clean } from '../terminal/clean.ts'
import { openDraft } from './open-draft.ts'
import { retryWhenMet } from './retry.ts'

/** A line of the text with those who wrote any of it, whoever wrote most first, and when the newest of it came. */
type BlamedLine = { readonly text: string; readonly who: readonly string[]; readonly at: number }

const NAME_WIDTH = 20

export const draftBlame: Action = async ({ args, io, options, open }) => {
  const { session, draft } = await openDraft({ io, options, open }, args[0])
  const result = await retryWhenMet({ session, io, options }, () => session.client.draftBlame(draft))
  await io.result(result, (clean) => {
    const text = blamedLines(result.passages).map((line) => row(line, clean))
    const beside = blamedPlaces(result.beside).map((line) => row(line, clean))
    if (text.length + beside.length === 0) return 'Nobody has written in it yet.'
    return beside.length === 0 ? text : [...text, '', io.style.bold('Beside the text'), ...beside]
  })
}

function row({ text, who, at }: BlamedLine, clean: Clean): string {
  const names = clean(who.join(', '), NAME_WIDTH).padEnd(NAME_WIDTH)
  return `${at === 0 ? ' '.repeat(16) : moment(at)}  ${names}  ${clean(text, 2_000)}`
}

function nameOf({ author, authorName, guest }: Pick<PassageInfo, 'author' | 'authorName' | 'guest'>): string {
  const host = authorName ?? short(author)
  return guest === undefined ? host : `${guest}, guest of ${host}`
}

/** A row for each field and file, and one for each line of the parts list with all who set any of it, whoever put it in first. */
export function blamedPlaces(beside: readonly BesideAuthor[]): BlamedLine[] {
  const rows = new Map<string, { text: string; who: Set<string>; at: number }>()
  for (const place of beside) {
    const { what, name, line, called, at } = place
    const text = what === 'line' ? `part ${line}: ${called ?? ''}` : `${what} ${name ?? ''}`
    const known = rows.get(text) ?? { text, who: new Set(), at: 0 }
    known.who.add(nameOf(place))
    rows.set(text, { ...known, at: Math.max(known.at, at) })
  }
  return [...rows.values()].map(({ text, who, at }) => ({ text, who: [...who], at }))
}

/** The passages cut into lines. An empty line is nobody's. */
export function blamedLines(passages: readonly PassageInfo[]): BlamedLine[] {
  const lines: { text: string; share: Map<string, number>; at: number }[] = [
    { text: '', share: new Map(), at: 0 },
  ]
  for (const passage of passages) {
    const { text, at } = passage
    for (const [index, piece] of text.split('\n').entries()) {
      if (index > 0) lines.push({ text: '', share: new Map(), at: 0 })
      const line = lines.at(-1)
      if (!line || piece === '') continue
      const name = nameOf(passage)
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

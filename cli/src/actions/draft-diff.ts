import type { DraftDiff, DraftDiffLine, DraftScalar } from '@allmende/api/client'
import type { Action } from '../action.ts'
import { counted } from '../terminal/amounts.ts'
import { texts } from './deed.ts'
import { draftOf } from './draft-of.ts'
import { retryWhenMet } from './retry.ts'
import { settle } from './settle.ts'

/** Unchanged lines shown around what changed. */
const AROUND = 3

export const draftDiff: Action = async (invocation) => {
  const { args, io, options, open } = invocation
  const session = await open('read')
  const draft = await draftOf(session, args[0] ?? '')
  const other = options.text('with')
  await settle(session, io, options)
  const request = {
    draft,
    ...texts(invocation, { from: 'from', to: 'to' }),
    ...(other !== undefined && { with: await draftOf(session, other) }),
  }
  const result = await retryWhenMet({ session, io, options }, () => session.client.draftDiff(request))
  await io.result(result, (clean) => {
    const opening = `${clean(result.before, 300)} → ${clean(result.after, 300)}`
    const beside = besideLines(result, clean, io.style)
    if (result.added + result.removed === 0) return [`${opening}: the same text.`, ...beside]
    const amounts = `${counted(result.added, 'line')} more, ${counted(result.removed, 'line')} less`
    const text = shown(result.lines).map((line) => written(line, clean, io.style))
    return [`${opening}: ${amounts}`, ...text, ...beside]
  })
}

/** What two drafts have otherwise beside the text. */
function besideLines({ beside }: DraftDiff, clean: Clean, { green, red }: Style): string[] {
  if (!beside) return []
  const sign = { added: green('+'), removed: red('-'), changed: '~' }
  const value = (one: DraftScalar) => (one === null ? '(none)' : clean(String(one), 200))
  return [
    ...beside.fields.map(
      ({ name, before, after }) => `~ ${clean(name, 60)}: ${value(before)} → ${value(after)}`,
    ),
    ...beside.lines.map(({ what, name, fields }) => {
      const which = what === 'changed' ? ` (${clean(fields.join(', '), 200)})` : ''
      return `${sign[what]} part ${clean(name, 120)}${which}`
    }),
    ...beside.files.map(({ what, path }) => `${sign[what]} file ${clean(path, 300)}`),
  ]
}

/** What changed, with a little around it; null where something is left out. */
function shown(lines: readonly DraftDiffLine[]): (DraftDiffLine | null)[] {
  const near = new Set<number>()
  for (const [at, { what }] of lines.entries())
    if (what !== 'same') for (let by = -AROUND; by <= AROUND; by++) near.add(at + by)
  return lines.flatMap((line, at) => (near.has(at) ? [line] : near.has(at - 1) ? [null] : []))
}

type Style = { readonly green: (text: string) => string; readonly red: (text: string) => string }
type Clean = (text: string, length?: number) => string

function written(line: DraftDiffLine | null, clean: Clean, { green, red }: Style): string {
  if (!line) return '  …'
  const text = clean(line.text, 2_000)
  if (line.what === 'removed') return red(`- ${text}`)
  if (line.what === 'same') return `  ${text}`
  const by = line.by.map((name) => clean(name, 60)).join(', ')
  return `${green(`+ ${text}`)}${by === '' ? '' : `   (${by})`}`
}

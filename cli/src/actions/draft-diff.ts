import type { DraftDiffLine } from '@allmende/api/client'
import type { Action } from '../action.ts'
import { counted } from '../terminal/amounts.ts'
import { besideLines } from './beside-lines.ts'
import { texts } from './deed.ts'
import { draftOf } from './draft-of.ts'
import { openDraft } from './open-draft.ts'
import { retryWhenMet } from './retry.ts'

/** Unchanged lines shown around what changed. */
const AROUND = 3

export const draftDiff: Action = async (invocation) => {
  const { args, io, options } = invocation
  const { session, draft } = await openDraft(invocation, args[0])
  const other = options.text('with')
  const request = {
    draft,
    ...texts(invocation, { from: 'from', to: 'to' }),
    ...(other !== undefined && { with: await draftOf(session, other) }),
  }
  const result = await retryWhenMet({ session, io, options }, () => session.client.draftDiff(request))
  await io.result(result, (clean) => {
    const opening = `${clean(result.before, 300)} → ${clean(result.after, 300)}`
    const beside = besideLines(result.beside, clean, io.style)
    if (result.added + result.removed === 0) return [`${opening}: the same text.`, ...beside]
    const amounts = `${counted(result.added, 'line')} more, ${counted(result.removed, 'line')} less`
    const text = shown(result.lines).map((line) => written(line, clean, io.style))
    return [`${opening}: ${amounts}`, ...text, ...beside]
  })
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

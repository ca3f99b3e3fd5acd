import type { DraftMarkInfo, MarkDraftRequest } from '@allmende/api/client'
import type { Action, Invocation } from '../action.ts'
import { fail } from '../errors.ts'
import type { Clean } from '../terminal/clean.ts'
import { openDraft } from './open-draft.ts'
import { passageOf } from './passage-of.ts'
import { retryWhenMet } from './retry.ts'
import { handOver } from './settle.ts'

const QUOTED = 200
const MARKS = ['strong', 'em', 'code', 'link'] as const
/** What people call them. */
const ALSO: Readonly<Partial<Record<string, (typeof MARKS)[number]>>> = {
  bold: 'strong',
  italic: 'em',
  emphasis: 'em',
}
const EXPECTED = '--as strong, em, code or link:ADDRESS'

/** Marks a passage, or takes a mark off it. */
export const draftMark: Action = async (invocation) => {
  const { args, io, options, open } = invocation
  const passage = passageOf(invocation)
  if (Object.keys(passage).length === 0)
    throw fail('USAGE', { expected: 'the passage, with --at "its words" or --line', found: 'neither' })
  const mark = markOf(invocation)
  const { session, draft } = await openDraft({ io, options, open }, args[0])
  const made = await retryWhenMet({ session, io, options }, () =>
    session.client.markDraft({ draft, ...passage, ...mark }),
  )
  await handOver(session, io, options)
  await io.result(made, (clean) => {
    const words = `"${clean(made.text, QUOTED)}"`
    return made.value === null
      ? `No longer marked as ${made.name}: ${words}.`
      : `Marked as ${asSaid(made, clean)}: ${words}.`
  })
}

/** `--as strong`, `--as link:https://…`, and with `--off` without an address. */
function markOf({ options }: Invocation): Pick<MarkDraftRequest, 'name' | 'value'> {
  const said = options.text('as') ?? ''
  const colon = said.indexOf(':')
  const [given, address] = colon < 0 ? [said, null] : [said.slice(0, colon), said.slice(colon + 1)]
  const name = MARKS.find((one) => one === (ALSO[given] ?? given))
  if (name === undefined || (address !== null && name !== 'link'))
    throw fail('USAGE', { expected: EXPECTED, found: said === '' ? 'none' : said })
  if (options.flag('off')) return { name, value: null }
  if (name !== 'link') return { name }
  if (!address) throw fail('USAGE', { expected: '--as link:ADDRESS', found: said })
  return { name, value: address }
}

export const draftMarks: Action = async ({ args, io, options, open }) => {
  const { session, draft } = await openDraft({ io, options, open }, args[0])
  const result = await retryWhenMet({ session, io, options }, () => session.client.draftMarks(draft))
  await io.result(result, (clean) =>
    result.marks.length === 0
      ? ['Nothing is marked. Begin with: allmende draft mark DRAFT --at "the words" --as strong']
      : result.marks.map((mark) => lineOf(mark, clean)),
  )
}

function lineOf(mark: DraftMarkInfo, clean: Clean): string {
  const { now, known } = mark
  const unknown = known ? '' : '  (no Markdown for it: it is left out when the draft is published)'
  return `line ${now.line}: ${asSaid(mark, clean)} "${clean(now.text, QUOTED)}"${unknown}`
}

function asSaid({ name, value }: Pick<DraftMarkInfo, 'name' | 'value'>, clean: Clean): string {
  return typeof value === 'string' ? `${clean(name, 60)} to ${clean(value, QUOTED)}` : clean(name, 60)
}

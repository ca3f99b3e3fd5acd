import { resolve } from 'node:path'
import type { DraftBesideEdit } from '@allmende/api/client'
import type { Action, Invocation } from '../action.ts'
import { fail } from '../errors.ts'
import { tellDraft } from './draft-show.ts'
import { openDraft } from './open-draft.ts'
import { retryWhenMet } from './retry.ts'
import { handOver } from './settle.ts'

export const draftSet: Action = (invocation) => {
  const [draft = '', ...given] = invocation.args
  return edit(invocation, draft, [{ set: assigned(given) }])
}

const LINE_ACTIONS = ['add', 'set', 'move', 'drop'] as const

export const draftLine: Action = (invocation) => {
  const [what = '', draft = '', ...rest] = invocation.args
  const action = LINE_ACTIONS.find((one) => one === what)
  if (!action) throw fail('USAGE', { expected: `one of ${LINE_ACTIONS.join(', ')}`, found: what })
  return edit(invocation, draft, lineEdits(invocation, action, rest))
}

function lineEdits(
  { options }: Invocation,
  action: (typeof LINE_ACTIONS)[number],
  rest: readonly string[],
): DraftBesideEdit[] {
  const after = options.flag('first') ? null : options.text('after')
  if (action === 'add') return [{ addLine: assigned(rest), ...(after === undefined ? {} : { after }) }]
  const [line, ...values] = rest
  if (line === undefined) throw fail('USAGE', { expected: 'the number of a line', found: 'nothing' })
  if (action === 'drop') return rest.map((dropLine) => ({ dropLine }))
  if (action === 'set') return [{ line, set: assigned(values) }]
  if (after === undefined) throw fail('USAGE', { expected: '--after NUMBER, or --first', found: 'neither' })
  return [{ moveLine: line, after }]
}

/** `field=value` each; `field=` takes the value out. */
function assigned(given: readonly string[]): Record<string, string | null> {
  if (given.length === 0) throw fail('USAGE', { expected: 'FIELD=VALUE', found: 'nothing' })
  return Object.fromEntries(
    given.map((text) => {
      const at = text.indexOf('=')
      if (at <= 0) throw fail('USAGE', { expected: 'FIELD=VALUE', found: text })
      const value = text.slice(at + 1)
      return [text.slice(0, at).trim(), value.trim() === '' ? null : value]
    }),
  )
}

async function edit(
  { io, options, open }: Invocation,
  reference: string,
  edits: readonly DraftBesideEdit[],
): Promise<void> {
  const { session, draft } = await openDraft({ io, options, open }, reference)
  const shown = await retryWhenMet({ session, io, options }, () =>
    session.client.editBeside({ draft, edits }),
  )
  await handOver(session, io, options)
  await tellDraft(io, shown)
}

export const draftAttach: Action = async (invocation) => {
  const { args, cwd, io, options, open } = invocation
  const [reference = '', ...given] = args
  const before = [...removals(options.list('remove')), ...renaming(options)]
  const under = options.text('under')
  if (given.length === 0 && before.length === 0)
    throw fail('USAGE', {
      expected: 'files to attach, --remove PATH, or --rename PATH --to PATH',
      found: 'none',
    })
  if (given.length === 0) return edit(invocation, reference, before)
  const { session, draft } = await openDraft({ io, options, open }, reference)
  if (before.length > 0) await session.client.editBeside({ draft, edits: before })
  const paths = given.map((path) => resolve(cwd, path))
  const shown = await io.withProgress((onProgress) =>
    session.client.attachFiles(
      { draft, paths, ...(under === undefined ? {} : { under }) },
      { onProgress, signal: io.signal },
    ),
  )
  await handOver(session, io, options)
  await tellDraft(io, shown)
}

function removals(paths: readonly string[]): DraftBesideEdit[] {
  return paths.map((detach) => ({ detach }))
}

function renaming(options: Invocation['options']): DraftBesideEdit[] {
  const [moveFile, to] = [options.text('rename'), options.text('to')]
  if (moveFile === undefined && to === undefined) return []
  if (moveFile === undefined || to === undefined)
    throw fail('USAGE', { expected: '--rename PATH together with --to PATH', found: 'one of them' })
  return [{ moveFile, to }]
}

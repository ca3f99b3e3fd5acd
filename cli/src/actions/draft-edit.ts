import { text as wholeOf } from 'node:stream/consumers'
import type { DraftText } from '@allmende/api/client'
import type { Action, Invocation } from '../action.ts'
import { fail } from '../errors.ts'
import type { Session } from '../session.ts'
import { nearLines } from './draft-near.ts'
import { editorOf, inEditor } from './editor.ts'
import { openDraft } from './open-draft.ts'
import { retryWhenMet } from './retry.ts'
import { handOver } from './settle.ts'

export const draftEdit: Action = async (invocation) => {
  const { args, io, options, open, world } = invocation
  const said = options.flag('stdin') || args[1] === '-'
  if (args[1] !== undefined && args[1] !== '-')
    throw fail('USAGE', { message: 'after the draft there can only be -', found: args[1] })
  const chosen = options.text('editor')
  if (said && chosen !== undefined)
    throw fail('USAGE', { message: 'the text comes from an editor or from standard input, not from both' })
  const fromInput = said || (chosen === undefined && world.stdin.isTTY !== true)
  const input = fromInput ? await wholeOf(world.stdin) : ''
  // A command run without any input (by a scheduler, say) must not empty a draft.
  if (fromInput && !said && input === '') throw fail('INPUT_EMPTY')
  const editor = chosen ?? editorOf(world.env)
  if (!fromInput && editor === null) throw fail('EDITOR_MISSING')
  const { session, draft } = await openDraft({ io, options, open }, args[0])
  const saved = fromInput
    ? await replace(invocation, session, draft, input)
    : await edit(invocation, session, draft, editor ?? '')
  if (saved) await handOver(session, io, options)
  const result = saved ?? (await session.client.draftText(draft))
  await io.result(result, (clean) => [
    saved ? `Saved "${clean(result.title)}".` : `Nothing was changed in "${clean(result.title)}".`,
    ...nearLines(result.near),
  ])
}

function replace(
  { io, options }: Invocation,
  session: Session,
  draft: string,
  text: string,
): Promise<DraftText> {
  const heads = options.text('heads')?.split(',').filter(Boolean)
  return retryWhenMet({ session, io, options }, () =>
    session.client.editDraft({ draft, text, ...(heads && { heads }) }),
  )
}

/** An hour in an editor is not spent in vain: the node says why it would refuse, of a text in which nothing is changed. */
async function mustMayEdit({ client }: Session, draft: string, { text, heads }: DraftText): Promise<void> {
  const { mayAnswer } = await client.draftSuggestions(draft, { limit: 1 })
  if (!mayAnswer) await client.editDraft({ draft, text, heads })
}

/** Resolves to null when nothing was changed. */
async function edit(
  { io, options }: Invocation,
  session: Session,
  draft: string,
  editor: string,
): Promise<DraftText | null> {
  const before = await retryWhenMet({ session, io, options }, () => session.client.draftText(draft))
  await mustMayEdit(session, draft, before)
  // An editor may stay open for hours: other commands shall reach our node meanwhile.
  await session.share()
  const edited = await inEditor(editor, before.title, before.text)
  if (edited.text === before.text) {
    await edited.remove()
    return null
  }
  try {
    // What others wrote while the editor was open stays: the difference is taken from what was opened.
    const saved = await session.client.editDraft({ draft, text: edited.text, heads: before.heads })
    await edited.remove()
    return saved
  } catch (error) {
    io.tell(`What you wrote is still in ${edited.file}.`)
    throw error
  }
}

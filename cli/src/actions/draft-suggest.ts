import { text as wholeOf } from 'node:stream/consumers'
import type { DraftSuggestionInfo, SuggestedPiece } from '@allmende/api/client'
import type { Action, Invocation } from '../action.ts'
import { fail } from '../errors.ts'
import type { Session } from '../session.ts'
import { counted, moment, short } from '../terminal/amounts.ts'
import type { Clean } from '../terminal/clean.ts'
import { needed, texts } from './deed.ts'
import { editorOf, inEditor } from './editor.ts'
import { openDraft } from './open-draft.ts'
import { moreLines, pageAsked } from './page.ts'
import { retryWhenMet } from './retry.ts'
import { handOver } from './settle.ts'

type Edited = {
  readonly text: string
  readonly heads?: readonly string[]
  readonly done: () => Promise<void>
  readonly file?: string
}

/** Offers an edited text to whoever may edit the draft. */
export const draftSuggest: Action = async (invocation) => {
  const { args, io, options, open } = invocation
  const { session, draft } = await openDraft({ io, options, open }, args[0])
  const edited = await editedText(invocation, session, draft)
  try {
    const title = await needed(invocation, 'title', 'What would change, in one line?')
    const { text, heads } = edited
    const made = await retryWhenMet({ session, io, options }, () =>
      session.client.draftSuggest({
        draft,
        text,
        title,
        ...(heads && { heads }),
        ...texts(invocation, { why: 'text' }),
      }),
    )
    await edited.done()
    await handOver(session, io, options)
    await io.result(made, (clean) => [
      `${io.style.green('Suggested')} for "${clean(made.draftTitle)}", ${counted(made.pieces, 'passage')}: ${clean(made.title)}`,
      `  The text stays as it is until somebody who may edit it takes them in.`,
      `  Their answer will be in: allmende draft suggestions ${made.draft}`,
    ])
  } catch (error) {
    if (edited.file !== undefined) io.tell(`What you wrote is still in ${edited.file}.`)
    throw error
  }
}

/** From standard input, or from an editor that begins with the text as it is. */
async function editedText(
  { io, options, world }: Invocation,
  session: Session,
  draft: string,
): Promise<Edited> {
  const chosen = options.text('editor')
  if (options.flag('stdin') || (chosen === undefined && world.stdin.isTTY !== true)) {
    const text = await wholeOf(world.stdin)
    if (text === '' && !options.flag('stdin')) throw fail('INPUT_EMPTY')
    const heads = options.text('heads')?.split(',').filter(Boolean)
    return { text, ...(heads && { heads }), done: () => Promise.resolve() }
  }
  const editor = chosen ?? editorOf(world.env)
  if (editor === null) throw fail('EDITOR_MISSING')
  const before = await retryWhenMet({ session, io, options }, () => session.client.draftText(draft))
  // An editor may stay open for hours: other commands shall reach our node meanwhile.
  await session.share()
  const { text, file, remove } = await inEditor(editor, before.title, before.text)
  return { text, heads: before.heads, file, done: remove }
}

export const draftSuggestions: Action = async ({ args, io, options, open }) => {
  const { session, draft } = await openDraft({ io, options, open }, args[0])
  const result = await retryWhenMet({ session, io, options }, () =>
    session.client.draftSuggestions(draft, pageAsked(options)),
  )
  const isOpen = ({ state, pieces }: DraftSuggestionInfo): boolean =>
    state !== 'withdrawn' && pieces.some((piece) => piece.state === 'open')
  const shown = options.flag('all') ? result.suggestions : result.suggestions.filter(isOpen)
  const done = result.suggestions.length - shown.length
  await io.result(result, (clean) => [
    ...(shown.length === 0
      ? ['Nothing waits for an answer. Suggest something with: allmende draft suggest DRAFT']
      : shown.flatMap((one) => suggestionLines(one, clean))),
    ...(done === 0 ? [] : [`${done} answered or taken back: --all shows them too.`]),
    ...(shown[0] !== undefined && result.mayAnswer
      ? [
          `Answer with: allmende accept ${shown[0].id}${shown[0].pieces.length > 1 ? ' --pieces 1,2' : ''}`,
          `or with: allmende decline ${shown[0].id} --reason TEXT`,
        ]
      : []),
    ...moreLines(result, io.style),
  ])
}

function suggestionLines(one: DraftSuggestionInfo, clean: Clean): string[] {
  const { id, title, why, author, authorName, guest, at, state, reason, pieces } = one
  const host = clean(authorName ?? short(author), 60)
  const who = guest === null ? host : `${clean(guest, 64)}, guest of ${host}`
  return [
    `${clean(title)}  (${id}, ${state}) by ${who}, ${moment(at)}`,
    ...(why === null ? [] : [`  ${clean(why, 2_000)}`]),
    ...(reason === null ? [] : [`  Answer: ${clean(reason, 2_000)}`]),
    ...pieces.flatMap((piece) => pieceLines(piece, clean)),
  ]
}

/** The passage with a little of what stands around it, as it was and as it would be. */
function pieceLines({ number, state, change }: SuggestedPiece, clean: Clean): string[] {
  const head = `  ${number}.`
  if (change === null)
    return [
      `${head} ${state === 'open' ? 'not here yet: it comes with the edits of who suggested it' : state}`,
    ]
  const { takes, puts, before, after, line, changed } = change
  // Nothing of what is to be judged is cut off; only what stands around it.
  const side = (text: string): string => `${lastLine(before)}[${text}]${firstLine(after)}`
  const notes = [state === 'open' ? '' : state, changed ? 'the passage was changed since' : ''].filter(
    Boolean,
  )
  return [
    `${head} line ${line}${notes.length > 0 ? ` (${notes.join(', ')})` : ''}`,
    ...side(takes)
      .split('\n')
      .map((row) => `     - ${clean(row, 10_000)}`),
    ...side(puts)
      .split('\n')
      .map((row) => `     + ${clean(row, 10_000)}`),
  ]
}

function lastLine(text: string): string {
  return text.slice(text.lastIndexOf('\n') + 1)
}

function firstLine(text: string): string {
  return text.split('\n', 1)[0] ?? ''
}

import type { DraftShown, ShareResult } from '@allmende/api/client'
import type { Action } from '../action.ts'
import { fail } from '../errors.ts'
import { counted } from '../terminal/amounts.ts'
import { askLicence } from './ask-licence.ts'
import { openDraft } from './open-draft.ts'
import { retryWhenMet } from './retry.ts'
import { handOver } from './settle.ts'
import { tellShared } from './share.ts'

const TEXT_LICENCES = [
  {
    id: 'CC-BY-SA-4.0',
    name: 'Creative Commons Attribution Share Alike',
    why: 'what is built on it stays free',
  },
]

export const draftPublish: Action = async (invocation) => {
  const { args, io, options, open } = invocation
  const { session, draft } = await openDraft({ io, options, open }, args[0])
  const { client } = session
  const shown = await retryWhenMet({ session, io, options }, () => client.showDraft(draft))
  // What the draft says, or the good that it becomes a version of; only a first version must be given one.
  const stated = options.text('licence') ?? shown.fields['licence']
  const known = stated ?? (await licenceOfGood(client, draft, options.text('good')))
  const licence = known === null ? await askLicence(io, TEXT_LICENCES) : String(known)
  if (io.interactive) {
    io.note('Copies can’t be recalled: what others have copied stays with them.')
    const clean = await io.clean()
    const question = `Publish "${clean(shown.title)}" (${contents(shown)}) under ${licence}?`
    if (!(await io.prompt.yes(question, true))) throw fail('DECLINED', { message: 'nothing was published' })
  }
  const names = ['good', 'version', 'filename'] as const
  const given = names.flatMap((name) => {
    const value = options.text(name)
    return value === undefined ? [] : [[name, value]]
  })
  const result = await io.withProgress((onProgress) =>
    client.publishDraft(
      {
        draft,
        licence,
        ...Object.fromEntries(given),
        ...(options.flag('licence-checked') && { licenceChecked: true }),
        ...(options.flag('over') && { over: true }),
      },
      { onProgress, signal: io.signal },
    ),
  )
  await handOver(session, io, options)
  await tellShared(invocation, result)
  for (const line of marksLines(result.marks)) io.note(line)
}

/** What became of marked passages: none goes missing unsaid. */
function marksLines(marks: ShareResult['marks']): string[] {
  if (!marks) return []
  const { written, left } = marks
  return [
    ...(written > 0 ? [`${counted(written, 'marked passage')} written as Markdown.`] : []),
    ...(left > 0
      ? [
          `${counted(left, 'marked passage')} published without the mark: only a file that ends in .md has marks, and not within code.`,
        ]
      : []),
  ]
}

function contents({ characters, lines, files }: DraftShown): string {
  return [
    counted(characters, 'character'),
    ...(lines.length > 0 ? [counted(lines.length, 'part')] : []),
    ...(files.length > 0 ? [counted(files.length, 'attached file')] : []),
  ].join(', ')
}

type Client = Awaited<ReturnType<Parameters<Action>[0]['open']>>['client']

/** The licence of the good that the draft belongs to, if it belongs to one that is known here. */
async function licenceOfGood(
  client: Client,
  draft: string,
  given: string | undefined,
): Promise<string | null> {
  try {
    const good = given ?? (await client.show(draft)).other['good']
    return typeof good === 'string' ? (await client.show(good)).licence : null
  } catch {
    return null
  }
}

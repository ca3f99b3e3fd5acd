import { resolve } from 'node:path'
import type { DraftShown } from '@allmende/api/client'
import type { Action } from '../action.ts'
import { bytes, counted } from '../terminal/amounts.ts'
import { openDraft } from './open-draft.ts'
import { retryWhenMet } from './retry.ts'
import { handOver } from './settle.ts'

export const draftArchive: Action = async ({ args, cwd, io, options, open }) => {
  const { session, draft } = await openDraft({ io, options, open }, args[0])
  if (options.flag('reopen')) {
    const access = await session.client.draftAccess({ draft, closed: false })
    await handOver(session, io, options)
    return io.result(access, (clean) => `"${clean(access.title)}" is open again.`)
  }
  const shown = await retryWhenMet({ session, io, options }, () => session.client.showDraft(draft))
  const to = resolve(cwd, options.text('to') ?? `${fileNameOf(shown.title)}${isPlain(shown) ? '.md' : ''}`)
  const done = await io.withProgress((onProgress) =>
    session.client.archiveDraft({ draft, to }, { onProgress, signal: io.signal }),
  )
  await handOver(session, io, options)
  await io.result(done, (clean) => [
    `Written to ${clean(done.path, 1_000)} (${counted(done.files, 'file')}, ${bytes(done.bytes)}); ` +
      (done.closed
        ? `"${clean(done.title)}" is closed.`
        : `"${clean(done.title)}" stays open: only who began it closes it.`),
    ...(done.left.length > 0
      ? [`Left out, since it is no file: ${done.left.map((path) => clean(path, 300)).join(', ')}`]
      : []),
    ...(shown.conflicts.length > 0
      ? [
          `Of ${counted(shown.conflicts.length, 'place')} that two set apart it has the reading that is shown first.`,
        ]
      : []),
    ...(done.closed ? ['To go on with it: `allmende draft archive --reopen`.'] : []),
  ])
}

/** Whether there is nothing beside the text: then it is one file. */
function isPlain({ fields, lines, files, marks }: DraftShown): boolean {
  return Object.keys(fields).length + lines.length + files.length + marks === 0
}

/** A title as a name that every system takes. */
function fileNameOf(title: string): string {
  const name = title
    .normalize('NFC')
    .replaceAll(/[^\p{L}\p{N}]+/gu, '-')
    .replaceAll(/^-+|-+$/g, '')
  return name.slice(0, 80) || 'draft'
}

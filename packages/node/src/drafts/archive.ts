import { join } from 'node:path'
import type { DraftParts } from '@allmende/drafts'
import { copyOut } from '@allmende/files'
import type { ActionContext, AllmendeNode, DraftArchived } from '../contract.ts'
import { OutFolder, writeOut } from '../export/out-folder.ts'
import { fileNameOf } from '../file-name.ts'
import { coresOf } from '../good-state.ts'
import type { Parts } from '../parts.ts'
import { patienceOf } from '../patience.ts'
import { draftOf, type OpenDraft, withDraft } from './actions.ts'
import { FILENAME, isShown } from './content.ts'
import { draftAccess } from './deeds.ts'
import { listedOf } from './file-references.ts'
import { partLine } from './forms.ts'

type Request = Parameters<AllmendeNode['archiveDraft']>[0]

/**
 * Writes a draft to one file; if there is anything beside the text, to a folder with the text, `parts.csv`, `fields.json` and the attached
 * files. Then it is closed, by who began it. Throws EXPORT_EXISTS, EXPORT_PLACE, and NO_HOLDER while an attached file isn't to be had.
 */
export async function archiveDraft(
  parts: Parts,
  request: Request,
  context: ActionContext = {},
): Promise<DraftArchived> {
  const draft = await draftOf(parts, request.draft)
  const { text, beside } = await withDraft(parts, draft, async (handle) => ({
    text: await handle.text(),
    beside: await handle.parts(),
  }))
  const fields = Object.entries(beside.fields).filter(([name]) => isShown(name))
  const plain = fields.length + beside.lines.length + beside.files.length === 0
  // The content first: a draft is not closed before it lies somewhere else.
  const written = plain
    ? { files: 1, bytes: await writeOut(request.to, [text]) }
    : await writeFolder(parts, draft, { text, beside, fields }, request.to, context)
  const mine = draft.thing.author === parts.logs.identity?.person
  const closed = mine ? (await draftAccess(parts, { draft: draft.id, closed: true })).closed : false
  return { id: draft.id, title: draft.title, path: request.to, ...written, closed }
}

type Whole = {
  readonly text: string
  readonly beside: DraftParts
  readonly fields: readonly (readonly [string, unknown])[]
}

async function writeFolder(
  parts: Parts,
  { commons, title }: OpenDraft,
  { text, beside, fields }: Whole,
  to: string,
  context: ActionContext,
): Promise<{ files: number; bytes: number }> {
  const entries = beside.files.flatMap(({ path, content }) => listedOf(path, content) ?? [])
  const stated = beside.fields[FILENAME]
  const name = fileNameOf(typeof stated === 'string' ? (stated.split('/').at(-1) ?? title) : `${title}.md`)
  const out = await OutFolder.make(to)
  if (entries.length > 0)
    await copyOut({
      entries,
      openCore: coresOf(parts, commons),
      target: join(to, 'files'),
      store: join(parts.home.dir, 'store'),
      ...patienceOf(parts, commons.id, context),
      onProgress: ({ bytesDone, bytes }) =>
        context.onProgress?.({ phase: 'copying', done: bytesDone, total: bytes, unit: 'bytes' }),
    })
  for (const { path, bytes } of entries) out.wrote(`files/${path}`, bytes)
  await out.write(name, text)
  if (beside.lines.length > 0) {
    // Loaded when asked for: it comes with the parsers of formats of others.
    const { writePartsCsv } = await import('@allmende/interop')
    await out.write('parts.csv', writePartsCsv(beside.lines.map((line) => partLine(line.fields))))
  }
  if (fields.length > 0)
    await out.write('fields.json', `${JSON.stringify(Object.fromEntries(fields), null, 2)}\n`)
  return { files: out.written.length, bytes: out.bytes }
}

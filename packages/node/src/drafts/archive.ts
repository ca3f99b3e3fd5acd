import { stat } from 'node:fs/promises'
import { join } from 'node:path'
import type { DraftParts } from '@allmende/drafts'
import { copyOut, type ListedFile, writeZip } from '@allmende/files'
import { isAllmendeError } from '@allmende/vocabulary'
import type { ActionContext, AllmendeNode, DraftArchived, DraftScalar } from '../contract.ts'
import { OutFolder, placed, writeOut } from '../export/out-folder.ts'
import { fileNameOf } from '../file-name.ts'
import { FILES_FOLDER, LISTING, listingOf } from './archive-listing.ts'
import { attachedTo, mustBeUsable } from './attached.ts'
import { coresOf } from '../good-state.ts'
import type { Parts } from '../parts.ts'
import { patienceOf } from '../patience.ts'
import { withWorkFolder } from '../work-folder.ts'
import { draftOf, type OpenDraft, withDraft } from './actions.ts'
import { FILENAME, isShown } from './content.ts'
import { draftAccess } from './deeds.ts'
import { partLine } from './forms.ts'

type Request = Parameters<AllmendeNode['archiveDraft']>[0]

/** What says by its name that all goes into one file. */
const ONE_FILE = /\.zip$/i

/**
 * Writes a draft to one file; if there is anything beside the text, to a folder with the text, `parts.csv`, the attached files and
 * `draft.json`, by which it comes back; or with a name that ends so, to a ZIP of that. Then it is closed, by who began it.
 * What is attached and is no file is left out, and told. Throws EXPORT_EXISTS, EXPORT_PLACE, DRAFT_FILE_PLACE, and DRAFT_FILE_AWAY or
 * COPY_NO_HOLDER while an attached file isn't to be had.
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
  const all = fields.length + beside.lines.length + beside.files.length + beside.marks.length
  const { entries, none } = attachedTo(beside)
  mustBeUsable(entries, draft.commons)
  const whole = { text, beside, fields, entries }
  // The content first: a draft is not closed before it lies somewhere else.
  const written = ONE_FILE.test(request.to)
    ? await writeOneFile(parts, draft, whole, request.to, context)
    : all === 0
      ? { files: 1, bytes: await writeOut(request.to, [text]) }
      : await writeFolder(parts, draft, whole, request.to, context)
  const mine = draft.thing.author === parts.logs.identity?.person
  const closed = mine ? (await draftAccess(parts, { draft: draft.id, closed: true })).closed : false
  return {
    id: draft.id,
    title: draft.title,
    path: request.to,
    files: written.files,
    bytes: written.bytes,
    closed,
    left: none,
  }
}

/** On the disk of the home first: what the ZIP is written from must be whole. */
async function writeOneFile(
  parts: Parts,
  draft: OpenDraft,
  whole: Whole,
  to: string,
  context: ActionContext,
): Promise<{ files: number; bytes: number }> {
  const there = await stat(to).catch(() => null)
  if (there) throw placed(Object.assign(new Error('it is there'), { code: 'EEXIST' }), to)
  return withWorkFolder(parts, async (folder) => {
    const { paths } = await writeFolder(parts, draft, whole, join(folder, 'draft'), context)
    try {
      return { files: paths.length, bytes: await writeZip(to, join(folder, 'draft'), paths) }
    } catch (error) {
      throw isAllmendeError(error) ? error : placed(error, to)
    }
  })
}

type Whole = {
  readonly text: string
  readonly beside: DraftParts
  readonly fields: readonly (readonly [string, DraftScalar])[]
  readonly entries: ListedFile[]
}

async function writeFolder(
  parts: Parts,
  { commons, title }: OpenDraft,
  { text, beside, fields, entries }: Whole,
  to: string,
  context: ActionContext,
): Promise<{ files: number; bytes: number; paths: readonly string[] }> {
  const stated = beside.fields[FILENAME]
  const name = fileNameOf(typeof stated === 'string' ? (stated.split('/').at(-1) ?? title) : `${title}.md`)
  const out = await OutFolder.make(to)
  if (entries.length > 0)
    await copyOut({
      entries,
      openCore: coresOf(parts, commons),
      target: join(to, FILES_FOLDER),
      store: join(parts.home.dir, 'store'),
      ...patienceOf(parts, commons.id, context),
      onProgress: ({ bytesDone, bytes }) =>
        context.onProgress?.({ phase: 'copying', done: bytesDone, total: bytes, unit: 'bytes' }),
    })
  for (const { path, bytes } of entries) out.wrote(`${FILES_FOLDER}/${path}`, bytes)
  await out.write(name, text)
  if (beside.lines.length > 0) {
    // Loaded when asked for: it comes with the parsers of formats of others.
    const { writePartsCsv } = await import('@allmende/interop')
    await out.write('parts.csv', writePartsCsv(beside.lines.map((line) => partLine(line.fields))))
  }
  const listing = listingOf({ title, text: name, beside, fields, files: entries.map(({ path }) => path) })
  await out.write(LISTING, `${JSON.stringify(listing, null, 2)}\n`)
  return { files: out.written.length, bytes: out.bytes, paths: out.written }
}

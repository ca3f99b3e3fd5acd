import { join } from 'node:path'
import type { DraftParts } from '@allmende/drafts'
import {
  fetchFiles,
  importFiles,
  type ListedFile,
  listFiles,
  readFileList,
  readListed,
  verifyHeld,
} from '@allmende/files'
import type { FileList, GoodType, PartLicence } from '@allmende/vocabulary'
import type { ActionContext } from '../contract.ts'
import { fail } from '../errors.ts'
import { statedLicences } from '../file-licences.ts'
import { fileNameOf } from '../file-name.ts'
import { coresOf } from '../good-state.ts'
import type { Located } from '../locate-thing.ts'
import type { Parts } from '../parts.ts'
import { patienceOf } from '../patience.ts'
import { previewOf, putFile, withWorkFolder } from '../work-folder.ts'
import type { OpenDraft } from './actions.ts'
import { attachedTo, mustBeUsable } from './attached.ts'
import { BASE, FILENAME } from './content.ts'
import { type MarksSaid, publishedText } from './published-text.ts'

/** Where REUSE states the licences of single files. */
const SAYS_LICENCE = /(?:\.license|^REUSE\.toml)$/
const MAX_LICENCE_BYTES = 256 * 1024

/** The files of a version that is being made. */
export type VersionFiles = {
  readonly list: FileList
  readonly entries: readonly ListedFile[]
  /** What became of the marks of the text; null when it has none. */
  readonly marks: MarksSaid | null
}

type Work = {
  readonly draft: OpenDraft
  readonly text: string
  readonly beside: DraftParts
  readonly target: Located | null
  /** What the text is to be called among the files, if somebody says so now. */
  readonly filename: string | undefined
}

/** The text as a file, beside the attached ones where they lie; and those of the version before that the draft never took over. */
export async function filesOfVersion(
  parts: Parts,
  { draft, text, beside, target, filename }: Work,
  context: ActionContext,
): Promise<VersionFiles> {
  const { commons } = draft
  const { fields } = beside
  const before = target?.thing.versions.findLast(({ files }) => files !== undefined)?.files
  const whole = typeof fields[BASE] === 'string' && fields[BASE] !== ''
  const listed =
    before && !whole
      ? await readFileList(before, coresOf(parts, commons), patienceOf(parts, commons.id, context))
      : []
  const { entries: attached, none } = attachedTo(beside)
  if (none.length > 0) throw fail('DRAFT_FILE_NONE', { found: none.map((path) => `"${path}"`).join(', ') })
  mustBeUsable(attached, commons)
  await fetchAll(parts, draft, attached, context)
  const paths = new Set(attached.map(({ path }) => path))
  const keep = [...listed.filter(({ path }) => !paths.has(path)), ...attached]
  const stated = fields[FILENAME]
  const name = filename ?? (typeof stated === 'string' ? stated : `${fileNameOf(draft.title)}.md`)
  const said = publishedText(name, text, beside.marks)
  const list = await importText(parts, draft, { name, text: said.text, keep }, context)
  return {
    list,
    entries: await readFileList(list, coresOf(parts, commons), patienceOf(parts, commons.id, context)),
    marks: said.marks,
  }
}

/** Whoever publishes has all of it, held against its hashes: a reference may come from anybody who edits. */
async function fetchAll(
  parts: Parts,
  { commons }: OpenDraft,
  entries: ListedFile[],
  context: ActionContext,
): Promise<void> {
  if (entries.length === 0) return
  await fetchFiles({
    entries,
    openCore: coresOf(parts, commons),
    ...patienceOf(parts, commons.id, context),
    onProgress: (done, total) =>
      context.onProgress?.({ phase: 'fetching what is attached', done, total, unit: 'bytes' }),
  })
}

type TextFile = { readonly name: string; readonly text: string; readonly keep: ListedFile[] }

async function importText(
  parts: Parts,
  { commons }: OpenDraft,
  { name, text, keep }: TextFile,
  context: ActionContext,
): Promise<FileList> {
  const path = name.split('/').map(fileNameOf).join('/')
  const writer = await commons.logs.filesWriter()
  try {
    // A parts list with pictures need not have a text.
    if (text === '' && keep.length > 0) return await listFiles(keep, writer)
    return await withWorkFolder(parts, async (folder) => {
      await putFile(folder, path, text)
      const preview = await previewOf(folder, [{ path, executable: false }])
      const store = join(parts.home.dir, 'store')
      const signal = context.signal ? { signal: context.signal } : {}
      return importFiles({ path: folder, preview, writer, keep, store, ...signal })
    })
  } finally {
    await writer.close()
  }
}

/** As REUSE has it. Only the few lines that say so are read; what isn't here of a version before was read for that one. */
export async function statedIn(
  parts: Parts,
  commons: OpenDraft['commons'],
  entries: readonly ListedFile[],
  { licence, type }: { licence: string; type: GoodType },
): Promise<PartLicence[]> {
  const says = entries.filter(({ path, bytes }) => SAYS_LICENCE.test(path) && bytes <= MAX_LICENCE_BYTES)
  if (says.length === 0) return []
  return withWorkFolder(parts, async (folder) => {
    for (const file of says) {
      const { held } = await verifyHeld([file], (core) => commons.logs.core(core))
      if (held) await putFile(folder, file.path, await readListed(file, (core) => commons.logs.core(core)))
    }
    const files = entries.map(({ path, bytes, executable }) => ({
      path,
      source: join(folder, ...path.split('/')),
      bytes,
      executable,
      modified: 0,
    }))
    return statedLicences(files, licence, type)
  })
}

import { join } from 'node:path'
import { copyOut, fetchFiles, importFiles, type ListedFile, listFiles, verifyHeld } from '@allmende/files'
import type { CommonsId, Fields, FileList, RecordId } from '@allmende/vocabulary'
import type { OpenCommons } from './commons-book.ts'
import type { ActionContext, MergeReport } from './contract.ts'
import { coresOf, filesOf } from './good-state.ts'
import type { MergePlan } from './merge-goods.ts'
import type { Parts } from './parts.ts'
import { patienceOf } from './patience.ts'
import { previewOf, putFile, withWorkFolder } from './work-folder.ts'
import { writeGood } from './write-good.ts'

/** A list without files: what makes a record without any other content a version. */
const NO_FILES: FileList = { count: 0, bytes: 0, cores: [], entries: [] }

/**
 * Carries a plan out as a new version of our side. Of the other side only files that are taken are fetched; those of the
 * same commons stay in the core they lie in.
 */
export async function writeMerge(
  parts: Parts,
  plan: MergePlan,
  said: Fields,
  context: ActionContext,
): Promise<{ version: RecordId; report: MergeReport }> {
  const { ours } = plan.sides
  const { files, fetched } = await filesFor(parts, plan, context)
  const version = await writeGood(parts, ours.commons, {
    of: ours.thing.id,
    after: ours.thing.heads,
    body: { ...plan.fields, files, ...said },
  })
  await noteIfHeld(parts, ours.commons, version, files, context)
  return { version, report: { ...plan.report, fetched } }
}

async function filesFor(
  parts: Parts,
  { sides: { ours, theirs }, files }: MergePlan,
  context: ActionContext,
): Promise<{ files: FileList; fetched: number }> {
  if (files.changes.length === 0) return { files: ours.files ?? NO_FILES, fetched: 0 }
  const foreign = theirs.commons.id !== ours.commons.id
  const taken = [...files.taken]
  const fetched = foreign ? 0 : await fetch(parts, theirs.commons.id, taken, context)
  const kept = foreign ? [...files.kept] : [...files.kept, ...taken]
  const writer = await ours.commons.logs.filesWriter()
  try {
    if (files.texts.length === 0 && !(foreign && taken.length > 0)) {
      return { files: kept.length === 0 ? NO_FILES : await listFiles(kept, writer), fetched }
    }
    return await withWorkFolder(parts, async (folder) => {
      const store = join(parts.home.dir, 'store')
      const openCore = coresOf(parts, theirs.commons)
      const patience = patienceOf(parts, theirs.commons.id, context)
      const brought = foreign
        ? await copyOut({ entries: taken, openCore, target: folder, store, ...patience })
        : { fetched: 0 }
      for (const { path, text } of files.texts) await putFile(folder, path, text)
      const preview = await previewOf(folder, [...(foreign ? taken : []), ...files.texts])
      const signal = context.signal ? { signal: context.signal } : {}
      const list = await importFiles({ path: folder, preview, writer, keep: kept, store, ...signal })
      return { files: list, fetched: fetched + brought.fetched }
    })
  } finally {
    await writer.close()
  }
}

async function fetch(
  parts: Parts,
  commons: CommonsId,
  entries: ListedFile[],
  context: ActionContext,
): Promise<number> {
  if (entries.length === 0) return 0
  return fetchFiles({
    entries,
    openCore: (core) => parts.sync.openFiles(commons, core),
    ...patienceOf(parts, commons, context),
    onProgress: (done, total) =>
      context.onProgress?.({ phase: 'fetching what changed', done, total, unit: 'bytes' }),
  })
}

/** Says that a version is here whole, if it is: what was made of others' files may lie elsewhere still. */
export async function noteIfHeld(
  parts: Parts,
  commons: OpenCommons,
  version: RecordId,
  files: FileList,
  context: ActionContext,
): Promise<void> {
  const state = { commons, files } as Parameters<typeof filesOf>[1]
  const entries = await filesOf(parts, state, context)
  const { held } = await verifyHeld(entries, (core) => commons.logs.core(core))
  if (held) await parts.holdings.add(commons.id, version)
}

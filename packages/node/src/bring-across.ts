import { join } from 'node:path'
import { copyOut, importFiles, type ListedFile } from '@allmende/files'
import type { Fields, FileList } from '@allmende/vocabulary'
import type { OpenCommons } from './commons-book.ts'
import type { ActionContext } from './contract.ts'
import { coresOf, filesOf, type GoodState, linesOf } from './good-state.ts'
import type { Parts } from './parts.ts'
import { patienceOf } from './patience.ts'
import { previewOf, withWorkFolder } from './work-folder.ts'

export type Brought = { readonly files: FileList | undefined; readonly stored: number }

/**
 * Brings the files of a good from another commons into one's own core of this one: what lies in a core of that commons
 * is enciphered for its members and can't be read by those of this one.
 */
export async function bringAcross(
  parts: Parts,
  state: GoodState,
  into: OpenCommons,
  context: ActionContext,
): Promise<Brought> {
  if (!state.files) return { files: undefined, stored: 0 }
  const entries = await filesOf(parts, state, context)
  return importAcross(parts, { entries, from: state.commons, into }, context)
}

/** Takes files out of one commons and stores them in one's own core of another. */
export async function importAcross(
  parts: Parts,
  { entries, from, into }: { entries: ListedFile[]; from: OpenCommons; into: OpenCommons },
  context: ActionContext,
): Promise<{ files: FileList; stored: number }> {
  const writer = await into.logs.filesWriter()
  const before = writer.core.byteLength
  try {
    const files = await withWorkFolder(parts, async (folder) => {
      const store = join(parts.home.dir, 'store')
      await copyOut({
        entries,
        openCore: coresOf(parts, from),
        target: folder,
        store,
        ...patienceOf(parts, from.id, context),
        onProgress: ({ bytesDone, bytes }) =>
          context.onProgress?.({ phase: 'copying', done: bytesDone, total: bytes, unit: 'bytes' }),
      })
      const preview = await previewOf(folder, entries)
      return importFiles({
        path: folder,
        preview,
        writer,
        store,
        ...(context.signal ? { signal: context.signal } : {}),
      })
    })
    return { files, stored: writer.core.byteLength - before }
  } finally {
    await writer.close()
  }
}

/** The parts list of a state as it is written into another commons: records of this one are not known there. */
export async function partsAcross(parts: Parts, state: GoodState): Promise<Fields> {
  if (state.fields['parts'] === undefined) return {}
  return { parts: { lines: await linesOf(parts, state.fields) } }
}

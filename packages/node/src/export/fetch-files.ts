import { join } from 'node:path'
import { copyOut } from '@allmende/files'
import { isAllmendeError } from '@allmende/vocabulary'
import type { ActionContext } from '../contract.ts'
import { coresOf } from '../good-state.ts'
import type { Parts } from '../parts.ts'
import { patienceOf } from '../patience.ts'
import { reachCores } from '../reach-cores.ts'
import { nobody } from '../wait-for-peers.ts'
import type { Described } from './described.ts'

/** Copies the files of a described version into a folder, verified, from whoever holds them. Throws NO_HOLDER, COPY_…. */
export async function fetchFiles(
  parts: Parts,
  { state, entries, label }: Described,
  target: string,
  context: ActionContext,
): Promise<void> {
  if (entries.length === 0) return
  const commons = await reachCores(parts, state, state.files?.cores ?? [], context)
  try {
    await copyOut({
      entries: [...entries],
      openCore: coresOf(parts, commons),
      target,
      store: join(parts.home.dir, 'store'),
      ...patienceOf(parts, commons.id, context),
      onProgress: ({ bytesDone, bytes, filesDone, files }) =>
        context.onProgress?.({
          phase: 'copying',
          done: bytesDone,
          total: bytes,
          unit: 'bytes',
          note: `${filesDone} of ${files} files`,
        }),
    })
  } catch (error) {
    if (!isAllmendeError(error) || error.code !== 'COPY_NO_HOLDER') throw error
    throw nobody(parts, commons, `the files of version ${label}`)
  }
}

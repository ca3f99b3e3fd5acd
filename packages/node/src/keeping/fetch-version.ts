import { fetchFiles, readFileList } from '@allmende/files'
import type { Thing } from '@allmende/views'
import type { FileList, RecordId } from '@allmende/vocabulary'
import type { OpenCommons } from '../commons-book.ts'
import type { ActionContext } from '../contract.ts'
import { fail } from '../errors.ts'
import { coresOf } from '../good-state.ts'
import type { Parts } from '../parts.ts'
import { patienceOf } from '../patience.ts'
import { reachCores } from '../reach-cores.ts'

/**
 * Brings all files of a version into the own store, each held against its hash, and notes it as whole. What is here already
 * is not fetched again; a fetch that was cut off goes on. Throws NO_HOLDER, COPY_NO_HOLDER and the errors of `files`.
 * @returns bytes that came over the network
 */
export async function fetchVersion(
  parts: Parts,
  commons: OpenCommons,
  { thing: thingId, id: version }: { thing: RecordId; id: RecordId },
  context: ActionContext,
): Promise<number> {
  const thing = await parts.views.show(thingId)
  const files = thing && filesOfVersion(thing, version)
  if (!thing || !files) throw fail('VERSION_WITHOUT_FILES')
  const current = await reachCores(parts, { commons, thing }, files.cores, context)
  const openCore = coresOf(parts, current)
  const patience = patienceOf(parts, current.id, context, { wait: false }, version)
  parts.sync.announceFetching(current.id, version, true)
  try {
    const entries = await readFileList(files, openCore, patience)
    const onProgress = (done: number, total: number) =>
      context.onProgress?.({ phase: 'fetching', done, total, unit: 'bytes', note: thing.title })
    const fetched = await fetchFiles({ entries, openCore, ...patience, onProgress })
    await parts.holdings.add(current.id, version)
    return fetched
  } finally {
    parts.sync.announceFetching(current.id, version, false)
  }
}

/** The files that the record of a version names itself; of a build its pictures. */
export function filesOfVersion(thing: Thing, version: RecordId): FileList | undefined {
  if (thing.kind !== 'good') return thing.fields['files'] as FileList | undefined
  return thing.versions.find(({ id }) => id === version)?.files
}

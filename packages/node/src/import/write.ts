import { join } from 'node:path'
import { importFiles, type ListedFile, type Preview, readFileList } from '@allmende/files'
import { sameValue } from '@allmende/rules'
import type { Thing } from '@allmende/views'
import type { Fields, FileList, PartLine, RecordId } from '@allmende/vocabulary'
import type { OpenCommons } from '../commons-book.ts'
import type { ActionContext } from '../contract.ts'
import { linesOf } from '../good-state.ts'
import type { Parts } from '../parts.ts'
import { writeGood } from '../write-good.ts'
import type { Candidate } from './candidate.ts'

export type Written = {
  readonly id: RecordId
  readonly version: RecordId
  readonly outcome: 'new' | 'version' | 'same'
}

/**
 * Writes one good: its files, then its record; on top of what it was brought in as before, only what is different, and
 * nothing where nothing is. `body` is what its manifest says, judged; `lines` name their goods already.
 */
export async function writeCandidate(
  parts: Parts,
  commons: OpenCommons,
  candidate: Candidate,
  body: Fields,
  lines: readonly PartLine[],
  again: Thing | null,
  context: ActionContext,
): Promise<Written> {
  const before = again ? await filesBefore(parts, commons, again) : null
  const files = await bringIn(parts, commons, candidate, before, context)
  const whole: Fields = {
    ...body,
    ...(files ? { files } : {}),
    ...(lines.length > 0 ? { parts: { lines: [...lines] } } : {}),
  }
  if (!again) {
    const id = await writeGood(parts, commons, { body: whole })
    return remember(parts, commons, candidate, { id, version: id, outcome: 'new' })
  }
  const changed = await changes(parts, again, whole, before)
  const newest = again.versions.at(-1)?.id ?? again.id
  if (Object.keys(changed).length === 0) return { id: again.id, version: newest, outcome: 'same' }
  const version = await writeGood(parts, commons, { of: again.id, after: again.heads, body: changed })
  return remember(parts, commons, candidate, { id: again.id, version, outcome: 'version' })
}

async function remember(
  parts: Parts,
  commons: OpenCommons,
  candidate: Candidate,
  written: Written,
): Promise<Written> {
  const { id: good, version } = written
  if (candidate.key !== '') await parts.shared.remember(candidate.key, commons.id, { good, version })
  if (candidate.files.length > 0) await parts.holdings.add(commons.id, version)
  return written
}

async function filesBefore(parts: Parts, commons: OpenCommons, { versions }: Thing): Promise<ListedFile[]> {
  const list = versions.findLast(({ files }) => files !== undefined)?.files
  return list ? readFileList(list, (core) => commons.logs.core(core)) : []
}

async function bringIn(
  parts: Parts,
  commons: OpenCommons,
  { files, from }: Candidate,
  before: ListedFile[] | null,
  context: ActionContext,
): Promise<FileList | null> {
  if (files.length === 0) return null
  const preview: Preview = {
    root: '',
    single: false,
    files: [...files],
    bytes: files.reduce((sum, { bytes }) => sum + bytes, 0),
    leftOut: [],
    problems: [],
    hints: { title: '', licenceFiles: [], licences: [], extensions: {} },
  }
  const writer = await commons.logs.filesWriter()
  try {
    return await importFiles({
      path: '',
      preview,
      writer,
      store: join(parts.home.dir, 'store'),
      ...(before ? { previous: { files: before, openCore: (core) => commons.logs.core(core) } } : {}),
      ...(context.signal ? { signal: context.signal } : {}),
      onProgress: ({ bytesDone, bytes }) =>
        context.onProgress?.({ phase: 'reading', done: bytesDone, total: bytes, unit: 'bytes', note: from }),
    })
  } finally {
    await writer.close()
  }
}

/** What is said anew. Files count by path, content and mode: where they lie in the store is nobody's business. */
async function changes(
  parts: Parts,
  again: Thing,
  whole: Fields,
  before: readonly ListedFile[] | null,
): Promise<Fields> {
  const changed: Fields = {}
  for (const [name, value] of Object.entries(whole)) {
    if (name === 'files') {
      if (!sameFiles(before ?? [], await listedFiles(parts, again, value as FileList))) changed[name] = value
    } else if (name === 'parts') {
      const now = (value as { lines: PartLine[] }).lines
      const then = await linesOf(parts, again.fields).catch(() => null)
      if (then === null || !sameValue(then, now)) changed[name] = value
    } else if (!sameValue(again.fields[name], value)) changed[name] = value
  }
  return changed
}

function listedFiles(parts: Parts, { commons }: Thing, list: FileList): Promise<ListedFile[]> {
  const open = parts.book.get(commons)
  if (!open) return Promise.resolve([])
  return readFileList(list, (core) => open.logs.core(core))
}

function sameFiles(then: readonly ListedFile[], now: readonly ListedFile[]): boolean {
  const told = (files: readonly ListedFile[]) =>
    files
      .map(({ path, hash, executable }) => `${path} ${Buffer.from(hash).toString('hex')} ${executable}`)
      .toSorted()
  return sameValue(told(then), told(now))
}

import type { Thing } from '@allmende/views'
import { decodeRecord, type FileList, type RecordId } from '@allmende/vocabulary'
import { type ListedFile, readFileList } from '@allmende/files'
import { importAcross } from '../bring-across.ts'
import type { OpenCommons } from '../commons-book.ts'
import type { ActionContext } from '../contract.ts'
import { withDraft } from '../drafts/actions.ts'
import { beginWith } from '../drafts/begin.ts'
import { contentNow } from '../drafts/content.ts'
import { listedOf, referenceOf } from '../drafts/file-references.ts'
import { coresOf } from '../good-state.ts'
import type { Parts } from '../parts.ts'
import { patienceOf } from '../patience.ts'

/** What one says about a good, and that stands for itself. */
const ABOUT = new Set(['comment', 'build', 'outside-use'])

type Way = { readonly from: OpenCommons; readonly to: OpenCommons }

/** Begins a draft with what is in it now: the single changes are sealed for the members of the old commons. */
export async function bringDraft(
  parts: Parts,
  { from, to }: Way,
  draft: Thing,
  context: ActionContext,
): Promise<RecordId> {
  const known = parts.brought.get(to.id, draft.id)
  if (known) return known
  const content = await withDraft(parts, { commons: from, id: draft.id }, contentNow)
  const entries = [...content.files].flatMap(([path, reference]) => listedOf(path, reference) ?? [])
  const files = entries.length > 0 ? await acrossTo(parts, { from, to }, entries, context) : []
  const good = draft.fields['good']
  const carried = typeof good === 'string' ? parts.brought.get(to.id, good) : undefined
  const id = await beginWith(parts, to, {
    title: draft.title,
    content: { ...content, files: new Map(files.map((file) => [file.path, referenceOf(file)])) },
    ...(carried === undefined ? {} : { good: carried }),
  })
  await parts.brought.remember(to.id, draft.id, id)
  return id
}

async function acrossTo(
  parts: Parts,
  { from, to }: Way,
  entries: ListedFile[],
  context: ActionContext,
): Promise<ListedFile[]> {
  const { files } = await importAcross(parts, { entries, from, into: to }, context)
  return readFileList(files, coresOf(parts, to))
}

/**
 * Carries one's own comments, builds and uses along, of what was carried itself. An answer to a comment that stays behind
 * stays too.
 * @returns how many
 */
export async function bringWords(parts: Parts, way: Way, context: ActionContext): Promise<number> {
  const self = parts.logs.identity?.person
  let count = 0
  for await (const { id, author, bytes } of parts.views.exportRecords(way.from.id)) {
    if (author !== self || parts.brought.get(way.to.id, id)) continue
    const { record } = decodeRecord(bytes)
    const about = record.body['about']
    if (!ABOUT.has(record.kind) || record.of !== undefined || typeof about !== 'string') continue
    if (!parts.brought.get(way.to.id, about)) continue
    const thing = await parts.views.show(id)
    if (!thing) continue
    const files = record.kind === 'build' ? await filesOf(parts, way, thing, context) : undefined
    const body = parts.brought.renamed(way.to.id, { ...thing.fields, ...(files ? { files } : {}) })
    const as = await parts.writer.write(way.to, { kind: record.kind, body })
    await parts.brought.remember(way.to.id, id, as)
    count++
  }
  return count
}

async function filesOf(
  parts: Parts,
  { from, to }: Way,
  build: Thing,
  context: ActionContext,
): Promise<FileList | undefined> {
  const list = build.fields['files'] as FileList | undefined
  if (!list) return undefined
  const entries = await readFileList(list, coresOf(parts, from), patienceOf(parts, from.id, context))
  return (await importAcross(parts, { entries, from, into: to }, context)).files
}

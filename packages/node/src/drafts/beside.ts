import { basename } from 'node:path'
import type { DraftPartEdit, DraftParts } from '@allmende/drafts'
import { importFiles, type ListedFile, pathIssue, previewShare, readFileList } from '@allmende/files'
import type { ActionContext, AllmendeNode, DraftBesideEdit, DraftScalar, DraftShown } from '../contract.ts'
import { fail } from '../errors.ts'
import type { Parts } from '../parts.ts'
import { draftToWrite, withDraft } from './actions.ts'
import { editInChanges, FILENAME } from './content.ts'
import { referenceOf } from './file-references.ts'
import { type Forms, GOOD_FORMS, LINE_FORMS, partLine, goodFields, valueFor } from './forms.ts'
import { newLineId } from './line-id.ts'
import { mustMayEdit } from './may-edit.ts'
import { shown } from './show.ts'

type Request<Method extends keyof AllmendeNode> = Parameters<
  Extract<AllmendeNode[Method], (...args: never[]) => unknown>
>[0]

const FIELDS: Forms = { ...GOOD_FORMS, [FILENAME]: 'text' }

/** Sets fields, lines and files of a draft. Throws DRAFT_MAY_NOT_EDIT, DRAFT_FIELD, DRAFT_VALUE, DRAFT_LINE, DRAFT_FILE, DRAFT_FILE_…. */
export async function editBeside(parts: Parts, request: Request<'editBeside'>): Promise<DraftShown> {
  const draft = await draftToWrite(parts, request.draft)
  mustMayEdit(parts, draft.thing)
  await withDraft(parts, draft, async (handle) => {
    const before = await handle.parts()
    // Numbers are those of the list as it was looked at, whatever the edits before have moved; added lines stand in their order.
    const list = { before, last: before.lines.at(-1)?.id ?? null }
    await editInChanges(
      handle,
      request.edits.flatMap((edit) => besideEdit(edit, list, newLineId(parts.random))),
    )
    await handle.flush()
  })
  return shown(parts, draft)
}

type List = { readonly before: DraftParts; last: string | null }

function besideEdit(edit: DraftBesideEdit, list: List, newId: string): DraftPartEdit[] {
  const { before } = list
  if ('addLine' in edit) {
    const given = Object.entries(fittingValues(edit.addLine, LINE_FORMS))
    const fields = Object.fromEntries(given.filter(([, value]) => value !== null))
    partLine(fields)
    const behind = edit.after === undefined ? list.last : edit.after
    const after = edit.after === undefined || behind === null ? behind : lineNamed(before, behind)
    if (edit.after === undefined) list.last = newId
    return [{ addLine: newId, after, fields }]
  }
  if ('moveLine' in edit) {
    const after = edit.after === null ? null : lineNamed(before, edit.after)
    return [{ moveLine: lineNamed(before, edit.moveLine), after }]
  }
  if ('dropLine' in edit) return [{ dropLine: lineNamed(before, edit.dropLine) }]
  if ('detach' in edit) return [{ file: attached(before, edit.detach), content: null }]
  if ('moveFile' in edit) return movedFile(before, edit)
  if ('line' in edit) {
    const id = lineNamed(before, edit.line)
    const set = fittingValues(edit.set, LINE_FORMS)
    partLine({ ...before.lines.find((line) => line.id === id)?.fields, ...set })
    return Object.entries(set).map(([name, value]) => ({ line: id, set: name, value }))
  }
  const set = fittingValues(edit.set, FIELDS)
  const filename = set[FILENAME] ?? null
  if (filename !== null) mustBePath(String(filename))
  goodFields({ ...before.fields, ...set }, Object.keys(set))
  return Object.entries(set).map(([name, value]) => ({ set: name, value }))
}

function fittingValues(
  set: Readonly<Record<string, DraftScalar>>,
  forms: Forms,
): Record<string, DraftScalar> {
  return Object.fromEntries(Object.entries(set).map(([name, value]) => [name, valueFor(name, value, forms)]))
}

/** By its number in the list, or by the beginning of its name. */
function lineNamed({ lines }: DraftParts, wanted: string): string {
  const byNumber = /^\d{1,6}$/.test(wanted) ? lines[Number(wanted) - 1] : undefined
  const found = byNumber ?? lines.find(({ id }) => id === wanted)
  if (found) return found.id
  throw fail('DRAFT_LINE', { found: wanted, expected: lines.length === 0 ? 'none' : `1 to ${lines.length}` })
}

/** Under another path: its content stays where it lies. Nothing that is attached goes unseen for it. */
function movedFile(before: DraftParts, { moveFile, to }: { moveFile: string; to: string }): DraftPartEdit[] {
  const path = attached(before, moveFile)
  mustBePath(to)
  const taken = before.files.find((file) => file.path === to && path !== to)
  if (taken) throw fail('DRAFT_FILE_TAKEN', { found: taken.path })
  const content = before.files.find((file) => file.path === path)?.content ?? null
  return path === to
    ? []
    : [
        { file: path, content: null },
        { file: to, content },
      ]
}

function attached({ files }: DraftParts, path: string): string {
  if (files.some((file) => file.path === path)) return path
  const expected = files.length === 0 ? 'none' : files.map((file) => file.path).join(', ')
  throw fail('DRAFT_FILE', { found: path, expected })
}

function mustBePath(path: string): void {
  const issue = pathIssue(path)
  if (issue) throw fail('DRAFT_FILE_NAME', { found: path })
}

/**
 * Attaches files to a draft. Their content goes into one's own core, as when they are shared; the draft says where it lies.
 * Throws DRAFT_MAY_NOT_EDIT, the errors of `files`, DRAFT_FILE_NAME.
 */
export async function attachFiles(
  parts: Parts,
  request: Request<'attachFiles'>,
  context: ActionContext = {},
): Promise<DraftShown> {
  const draft = await draftToWrite(parts, request.draft)
  // Before anything is read: a large file would be stored in vain.
  mustMayEdit(parts, draft.thing)
  const writer = await draft.commons.logs.filesWriter()
  const found: ListedFile[] = []
  try {
    for (const path of request.paths) {
      const preview = await previewShare(path, { homes: [parts.home.dir] })
      const under = request.under ?? (preview.single ? '' : basename(preview.root))
      const list = await importFiles({
        path,
        preview,
        writer,
        ...(context.signal ? { signal: context.signal } : {}),
        onProgress: ({ bytesDone, bytes }) =>
          context.onProgress?.({ phase: 'reading', done: bytesDone, total: bytes, unit: 'bytes' }),
      })
      const files = await readFileList(list, (core) => draft.commons.logs.core(core))
      found.push(...files.map((file) => ({ ...file, path: joined(under, file.path) })))
    }
  } finally {
    await writer.close()
  }
  for (const { path } of found) mustBePath(path)
  await withDraft(parts, draft, async (handle) => {
    await editInChanges(
      handle,
      found.map((file) => ({ file: file.path, content: referenceOf(file) })),
    )
    await handle.flush()
  })
  return shown(parts, draft)
}

function joined(under: string, path: string): string {
  const folder = under.replaceAll('\\', '/').replaceAll(/^\/+|\/+$/g, '')
  return folder === '' ? path : `${folder}/${path}`
}

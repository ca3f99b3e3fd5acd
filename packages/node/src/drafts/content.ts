import { type ListedFile, readListed } from '@allmende/files'
import { type FileAndRole, isAllmendeError } from '@allmende/vocabulary'
import type { DraftHandle, DraftPartEdit, DraftParts } from '@allmende/drafts'
import type { ActionContext, DraftScalar } from '../contract.ts'
import { fileNameOf } from '../file-name.ts'
import { rolesByName } from '../file-roles.ts'
import { coresOf, filesOf, type GoodState, linesOf } from '../good-state.ts'
import type { Parts } from '../parts.ts'
import { patienceOf } from '../patience.ts'
import { reachCores } from '../reach-cores.ts'
import { nobody } from '../wait-for-peers.ts'
import { referenceOf } from './file-references.ts'
import { flat, GOOD_FORMS, LINE_FORMS } from './forms.ts'
import { editOf, type Marks } from './marks.ts'

/** A text beyond this is written by programs. */
const MAX_TEXT_BYTES = 1024 * 1024
const TEXT = /\.(?:md|markdown|txt|rst|adoc)$/i
/** Of one change: an entry of a log holds some 60 KiB. */
const MAX_EDITS = 200
const MAX_EDIT_CHARACTERS = 16_000

/** The file of a good that the text of a draft is published as. */
export const FILENAME = 'filename'
/** Fields that say where a draft comes from: the version whose fields, lines and files it took over, and the change up to which all is that version's. */
export const BASE = 'base'
export const BEGUN = 'begun'
/** The good it was published as, where the record of the draft doesn't say: only who began it writes that. */
export const GOOD = 'good'
/** The change up to which fields, lines and files are that version's as well. */
export const TAKEN = 'taken'
const OWN = new Set([BASE, BEGUN, GOOD, TAKEN])

/** Whether a field says something of the good, and not of the draft. */
export function isShown(field: string): boolean {
  return !OWN.has(field)
}

export type Line = { readonly id: string; readonly fields: Readonly<Record<string, DraftScalar>> }

/** What a line calls itself. */
export function lineName({ name }: Line['fields']): string {
  return typeof name === 'string' ? name : 'a line'
}

/** What a draft holds. */
export type Content = {
  readonly text: string
  readonly fields: Readonly<Record<string, DraftScalar>>
  readonly lines: readonly Line[]
  /** References by path. */
  readonly files: ReadonlyMap<string, DraftScalar>
  /** Of passages of the text. */
  readonly marks: Marks
}

/**
 * A version of a good as the content of a draft. Its readme, the only text among its files, or the one named after it becomes the text; the
 * other files are named where they lie. The label of the version stays with it. Throws NO_HOLDER.
 */
export async function contentOf(parts: Parts, state: GoodState, context: ActionContext): Promise<Content> {
  const files = await reached(parts, state, context)
  const readme = readmeOf(files, state.fields['roles'], state.thing.title)
  const text = readme ? await textOf(parts, state, readme, context) : null
  const { version: _, ...fields } = flat(state.fields, GOOD_FORMS)
  const lines = await linesOf(parts, state.fields)
  const beside = text === null ? files : files.filter((file) => file !== readme)
  return {
    text: text ?? '',
    fields: { ...fields, ...(readme && text !== null ? { [FILENAME]: readme.path } : {}) },
    // The same names in every draft that begins with this version: so a merge finds its lines again.
    lines: lines.map((line, at) => ({ id: `v${at + 1}`, fields: flat(line, LINE_FORMS) })),
    files: new Map(beside.map((file) => [file.path, referenceOf(file)])),
    marks: [],
  }
}

async function reached(parts: Parts, state: GoodState, context: ActionContext): Promise<ListedFile[]> {
  if (!state.files) return []
  await reachCores(parts, state, state.files.cores, context)
  return filesOf(parts, state, context)
}

/** What a draft was published as has the name of the draft, which mostly is that of the good; other texts may lie beside it. */
function readmeOf(files: readonly ListedFile[], roles: unknown, title: string): ListedFile | undefined {
  const paths = files.map(({ path }) => path)
  const said = Array.isArray(roles) ? (roles as FileAndRole[]) : []
  const named = [...said, ...rolesByName(paths)].find(
    ({ role, at }) => role === 'readme' && paths.includes(at),
  )
  if (named) return files.find(({ path }) => path === named.at)
  const texts = files.filter(({ path }) => TEXT.test(path))
  const sure = [texts, texts.filter(({ path }) => path === `${fileNameOf(title)}.md`)]
  return sure.find(({ length }) => length === 1)?.[0]
}

/** Null for what is no text. */
async function textOf(
  parts: Parts,
  { commons }: GoodState,
  file: ListedFile,
  context: ActionContext,
): Promise<string | null> {
  if (file.bytes > MAX_TEXT_BYTES || !TEXT.test(file.path)) return null
  try {
    const bytes = await readListed(file, coresOf(parts, commons), patienceOf(parts, commons.id, context))
    return new TextDecoder('utf-8', { fatal: true }).decode(bytes)
  } catch (error) {
    if (error instanceof TypeError) return null
    if (isAllmendeError(error) && error.code === 'COPY_NO_HOLDER') throw nobody(parts, commons, 'its readme')
    throw error
  }
}

/** Writes what is beside the text into a draft, and marks of the text that stands there, in as many changes as it takes. */
export async function putBeside(handle: DraftHandle, content: Omit<Content, 'text'>): Promise<void> {
  const { fields, lines, files, marks } = content
  await editInChanges(handle, [
    ...Object.entries(fields).map(([set, value]): DraftPartEdit => ({ set, value })),
    ...lines.map((line, at): DraftPartEdit => ({
      addLine: line.id,
      after: lines[at - 1]?.id ?? null,
      fields: { ...line.fields },
    })),
    ...[...files].map(([file, reference]): DraftPartEdit => ({ file, content: reference })),
    ...marks.map(editOf),
  ])
}

/** One change holds only so much. Each of them is whole, so what comes in between is a draft too. */
export async function editInChanges(handle: DraftHandle, edits: readonly DraftPartEdit[]): Promise<void> {
  let batch: DraftPartEdit[] = []
  let size = 0
  for (const edit of edits) {
    const characters = JSON.stringify(edit).length
    if (batch.length >= MAX_EDITS || (batch.length > 0 && size + characters > MAX_EDIT_CHARACTERS)) {
      await handle.editParts(batch)
      batch = []
      size = 0
    }
    batch.push(edit)
    size += characters
  }
  if (batch.length > 0) await handle.editParts(batch)
}

/** What a draft holds now, without what it says of where it comes from. */
export async function contentNow(handle: DraftHandle): Promise<Content> {
  return contentIn(await handle.parts(), await handle.text())
}

/** The same of any moment. */
export function contentIn({ fields, lines, files, marks }: DraftParts, text: string): Content {
  return {
    text,
    fields: Object.fromEntries(Object.entries(fields).filter(([name]) => isShown(name))),
    lines,
    files: new Map(files.map(({ path, content }) => [path, content])),
    marks,
  }
}

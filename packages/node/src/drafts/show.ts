import type { DraftParts } from '@allmende/drafts'
import { verifyHeld } from '@allmende/files'
import type { RecordId } from '@allmende/vocabulary'
import type { OpenCommons } from '../commons-book.ts'
import type { DraftConflict, DraftFileInfo, DraftScalar, DraftShown } from '../contract.ts'
import type { Parts } from '../parts.ts'
import { draftOf, type OpenDraft, withDraft } from './actions.ts'
import { BASE, isShown } from './content.ts'
import { listedOf } from './file-references.ts'
import { GOOD_FORMS } from './forms.ts'

/** What a draft holds: how long its text is, and all that is beside it. */
export async function showDraft(parts: Parts, reference: string): Promise<DraftShown> {
  return shown(parts, await draftOf(parts, reference))
}

export async function shown(parts: Parts, draft: OpenDraft): Promise<DraftShown> {
  const { text, beside } = await withDraft(parts, draft, async (handle) => ({
    text: await handle.text(),
    beside: await handle.parts(),
  }))
  const { fields } = draft.thing
  return {
    id: draft.id,
    title: draft.title,
    commons: draft.commons.id,
    commonsName: draft.commons.entry.name,
    good: textOf(fields['good']),
    base: textOf(beside.fields[BASE]) ?? textOf(fields['base']),
    characters: text.length,
    fields: inOrder(beside.fields),
    lines: beside.lines.map((line, at) => ({ number: at + 1, ...line })),
    files: await Promise.all(beside.files.map(({ path, content }) => fileInfo(draft.commons, path, content))),
    marks: beside.marks.length,
    conflicts: conflictsOf(beside),
  }
}

/** As the vocabulary has them, what it doesn't know behind. */
export function inOrder(fields: Readonly<Record<string, DraftScalar>>): Record<string, DraftScalar> {
  const known = Object.keys(GOOD_FORMS)
  const place = (name: string) => (known.includes(name) ? known.indexOf(name) : known.length)
  return Object.fromEntries(
    Object.entries(fields)
      .filter(([name]) => isShown(name))
      .toSorted(([a], [b]) => place(a) - place(b)),
  )
}

export async function fileInfo(
  { logs }: OpenCommons,
  path: string,
  content: DraftScalar,
): Promise<DraftFileInfo> {
  const file = listedOf(path, content)
  if (!file) return { path, bytes: null, executable: false, here: false }
  // A core that nobody here has heard of yet can't be opened.
  const held = await verifyHeld([file], (core) => logs.core(core)).catch(() => null)
  return { path, bytes: file.bytes, executable: file.executable, here: held?.held ?? false }
}

/** What two set apart, in the words of the commands that settle it. */
export function conflictsOf({ conflicts, lines }: DraftParts): DraftConflict[] {
  return conflicts.flatMap(({ place, values }): DraftConflict[] => {
    const [what = '', ...rest] = place.split('/')
    if (what === 'fields')
      return isShown(rest.join('/')) ? [{ what: 'field', name: rest.join('/'), values }] : []
    if (what === 'files') {
      const path = rest.join('/')
      return [{ what: 'file', name: path, values: values.map((value) => fileInWords(path, value)) }]
    }
    const line = lines.findIndex(({ id }) => id === rest[0]) + 1
    return line === 0 ? [] : [{ what: 'line', name: rest.slice(1).join('/'), line, values }]
  })
}

/** Two contents of one path are told apart by the beginning of their hash. */
function fileInWords(path: string, value: DraftScalar): string {
  const file = listedOf(path, value)
  if (!file) return 'no file'
  return `${file.bytes} bytes, SHA-256 ${Buffer.from(file.hash).toString('hex').slice(0, 8)}`
}

function textOf(value: unknown): RecordId | null {
  return typeof value === 'string' ? (value as RecordId) : null
}

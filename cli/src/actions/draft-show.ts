import type { DraftConflict, DraftLineInfo, DraftScalar, DraftShown } from '@allmende/api/client'
import type { Action, Invocation } from '../action.ts'
import { bytes, counted, short } from '../terminal/amounts.ts'
import type { Clean } from '../terminal/clean.ts'
import type { Style } from '../terminal/style.ts'
import { openDraft } from './open-draft.ts'
import { retryWhenMet } from './retry.ts'

export const draftShow: Action = async ({ args, io, options, open }) => {
  const { session, draft } = await openDraft({ io, options, open }, args[0])
  const shown = await retryWhenMet({ session, io, options }, () => session.client.showDraft(draft))
  await tellDraft(io, shown)
}

/** What a draft holds, as after a change of it. */
export async function tellDraft(io: Invocation['io'], shown: DraftShown): Promise<void> {
  await io.result(shown, (clean) => [
    `${io.style.bold(clean(shown.title))}, a draft in "${clean(shown.commonsName)}": ${counted(shown.characters, 'character')} of text`,
    ...fieldLines(shown, clean),
    ...lineTable(shown.lines, clean, io.style),
    ...fileLines(shown, clean, io.style),
    ...(shown.marks > 0 ? ['', `Marked: ${counted(shown.marks, 'passage')} (allmende draft marks)`] : []),
    ...conflictLines(shown.conflicts, shown.id, clean),
  ])
}

function fieldLines({ fields }: DraftShown, clean: Clean): string[] {
  const names = Object.keys(fields)
  if (names.length === 0) return []
  const width = Math.max(...names.map((name) => clean(name, 40).length))
  return ['', ...names.map((name) => `  ${clean(name, 40).padEnd(width)}  ${said(fields[name], clean, 500)}`)]
}

/** Columns that come first, in this order; the others follow. */
const COLUMNS = ['quantity', 'unit', 'name'] as const
const CELL = 40

/** The parts list as a table: a column for each field that any line has. */
function lineTable(lines: readonly DraftLineInfo[], clean: Clean, { bold, dim }: Style): string[] {
  if (lines.length === 0) return []
  const used = new Set(lines.flatMap(({ fields }) => Object.keys(fields)))
  const first = COLUMNS.filter((name) => used.delete(name))
  const columns = [...first, ...used]
  const rows = lines.map(({ number, fields }) => [
    String(number),
    ...columns.map((column) => said(fields[column], clean, CELL)),
  ])
  const headings = ['', ...columns.map((column) => clean(column, CELL))]
  const widths = headings.map((heading, at) =>
    Math.max(heading.length, ...rows.map((row) => row[at]?.length ?? 0)),
  )
  const row = (cells: readonly string[]) =>
    `  ${cells.map((cell, at) => cell.padEnd(widths[at] ?? 0)).join('  ')}`.trimEnd()
  return ['', bold(`Parts: ${counted(lines.length, 'line')}`), dim(row(headings)), ...rows.map(row)]
}

function fileLines({ files }: DraftShown, clean: Clean, { bold }: Style): string[] {
  if (files.length === 0) return []
  return [
    '',
    bold(`Attached: ${counted(files.length, 'file')}`),
    ...files.map(
      (file) =>
        `  ${clean(file.path, 300)}  ${file.bytes === null ? '(no file: take it off with `draft attach --remove`)' : bytes(file.bytes)}${file.here || file.bytes === null ? '' : ', not on this computer yet'}`,
    ),
  ]
}

/** What two set apart: the reading that is shown first, and how to settle it. */
export function conflictLines(conflicts: readonly DraftConflict[], id: string, clean: Clean): string[] {
  if (conflicts.length === 0) return []
  return [
    '',
    `Set by two apart from each other, and nobody has chosen (${counted(conflicts.length, 'place')}):`,
    ...conflicts.map(({ what, name, line, values }) => {
      const place = what === 'line' ? `line ${line}, ${clean(name, 60)}` : clean(name, 300)
      return `  ${place}: ${values.map((value) => said(value, clean, 100)).join('  |  ')}`
    }),
    `What is set anew counts: allmende draft set ${short(id)} FIELD=VALUE, draft line set, draft attach.`,
  ]
}

function said(value: DraftScalar | undefined, clean: Clean, most: number): string {
  if (value === undefined || value === null) return ''
  return clean(value === true ? 'yes' : value === false ? 'no' : String(value), most)
}

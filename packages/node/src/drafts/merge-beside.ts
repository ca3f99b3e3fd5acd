import type { DraftPartEdit } from '@allmende/drafts'
import { sameValue } from '@allmende/rules'
import type { DraftMerged, DraftScalar } from '../contract.ts'
import { type Content, type Line, lineName } from './content.ts'

type Scalars = Readonly<Record<string, DraftScalar>>

export type BesideConflict = {
  readonly what: 'field' | 'line' | 'file'
  readonly name: string
  readonly ours: DraftScalar | undefined
  readonly theirs: DraftScalar | undefined
}

export type BesideMerge = {
  /** What makes our draft what both are together. */
  readonly edits: readonly DraftPartEdit[]
  readonly taken: Pick<DraftMerged, 'fields' | 'lines' | 'files'>
  readonly conflicts: readonly BesideConflict[]
}

/**
 * Brings fields, lines and files of two drafts together that come from one; what they say of where they come from is none of them. What only they changed is taken; where both did, ours
 * stays and both are told. A line is known by its id, and one that both added alike is one.
 */
export function mergeBeside(base: Content, ours: Content, theirs: Content, newId: () => string): BesideMerge {
  const conflicts: BesideConflict[] = []
  const fields = scalarEdits(base.fields, ours.fields, theirs.fields, (name, mine, other) =>
    conflicts.push({ what: 'field', name, ours: mine, theirs: other }),
  )
  const lines = linesOf({ base, ours, theirs }, newId, conflicts)
  const [b, o, t] = [base, ours, theirs].map(({ files }) => Object.fromEntries(files)) as [
    Scalars,
    Scalars,
    Scalars,
  ]
  const files = scalarEdits(b, o, t, (name) =>
    conflicts.push({ what: 'file', name, ours: 'the file of this draft', theirs: 'another file' }),
  )
  return {
    edits: [
      ...fields.map(([set, value]): DraftPartEdit => ({ set, value })),
      ...lines.edits,
      ...files.map(([file, content]): DraftPartEdit => ({ file, content })),
    ],
    taken: {
      fields: fields.map(([name]) => name),
      lines: lines.changed,
      files: files.map(([path]) => path),
    },
    conflicts,
  }
}

type Clashing = (name: string, ours: DraftScalar | undefined, theirs: DraftScalar | undefined) => void

/** What only they changed. */
function scalarEdits(
  base: Scalars,
  ours: Scalars,
  theirs: Scalars,
  clash: Clashing,
): [string, DraftScalar][] {
  const value = (scalars: Scalars, name: string) => (Object.hasOwn(scalars, name) ? scalars[name] : undefined)
  return [...new Set([...Object.keys(base), ...Object.keys(theirs)])].flatMap(
    (name): [string, DraftScalar][] => {
      const [before, mine, other] = [value(base, name), value(ours, name), value(theirs, name)]
      if (other === mine || other === before) return []
      if (mine === before) return [[name, other ?? null]]
      // Nothing is known of what both come from: a value here against none there is no choice between two.
      if (other !== undefined || before !== undefined) clash(name, mine, other)
      return []
    },
  )
}

type Sides = { readonly base: Content; readonly ours: Content; readonly theirs: Content }
type Lines = { readonly edits: DraftPartEdit[]; readonly changed: number }

function linesOf({ base, ours, theirs }: Sides, newId: () => string, conflicts: BesideConflict[]): Lines {
  const [b, o, t] = [base, ours, theirs].map(({ lines }) => byId(lines)) as [ById, ById, ById]
  const edits: DraftPartEdit[] = []
  let changed = 0
  let after: string | null = null
  const told = (line: Line, mine: DraftScalar, other: DraftScalar) =>
    conflicts.push({ what: 'line', name: lineName(line.fields), ours: mine, theirs: other })
  for (const line of theirs.lines) {
    const [before, mine] = [b.get(line.id), o.get(line.id)]
    if (mine) {
      const set = scalarEdits(before?.fields ?? {}, mine.fields, line.fields, (field, here, there) =>
        conflicts.push({
          what: 'line',
          name: `${lineName(line.fields)}: ${field}`,
          ours: here,
          theirs: there,
        }),
      )
      edits.push(...set.map(([name, value]): DraftPartEdit => ({ line: line.id, set: name, value })))
      if (set.length > 0) changed++
      after = line.id
    } else if (before) {
      // Taken out here, and there it is another one by now.
      if (!sameValue(before.fields, line.fields)) told(line, '(taken out)', 'changed')
    } else {
      const twin = ours.lines.find((one) => !t.has(one.id) && sameValue(one.fields, line.fields))
      const id = twin?.id ?? newId()
      if (!twin) {
        edits.push({ addLine: id, after, fields: { ...line.fields } })
        changed++
      }
      after = id
    }
  }
  for (const line of base.lines) {
    const mine = o.get(line.id)
    if (t.has(line.id) || !mine) continue
    if (sameValue(mine.fields, line.fields)) {
      edits.push({ dropLine: line.id })
      changed++
    } else told(mine, 'changed', '(taken out)')
  }
  return { edits, changed }
}

type ById = ReadonlyMap<string, Line>

function byId(lines: readonly Line[]): ById {
  return new Map(lines.map((line) => [line.id, line]))
}

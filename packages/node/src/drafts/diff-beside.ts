import type { DraftPartAuthor, DraftPartPlace, DraftParts } from '@allmende/drafts'
import { sameValue } from '@allmende/rules'
import type { BesideDiff, DraftScalar } from '../contract.ts'
import { isShown, lineName } from './content.ts'
import { type Hands, nameOfHand } from './hands.ts'

type Scalars = Readonly<Record<string, DraftScalar>>

/** A difference with whoever made it what it is: those of the places that differ. */
type By = { readonly by: readonly DraftPartAuthor[] }

export type BesideChanges = {
  readonly fields: readonly (Omit<BesideDiff['fields'][number], 'by'> & By)[]
  readonly lines: readonly (Omit<BesideDiff['lines'][number], 'by'> & By)[]
  readonly files: readonly (Omit<BesideDiff['files'][number], 'by'> & By)[]
}

/**
 * What two drafts, or two moments of one, have otherwise beside the text. Lines are known by their ids; one that is alike in both is the
 * same whatever its id. `hands` are those of the second.
 */
export function besideChanges(before: DraftParts, after: DraftParts, hands: Hands): BesideChanges {
  return {
    fields: differing(before.fields, after.fields)
      .filter(isShown)
      .map((name) => ({
        name,
        before: valueOf(before.fields, name),
        after: valueOf(after.fields, name),
        by: hands.inAll([{ field: name }]),
      })),
    lines: lineChanges(before.lines, after.lines, hands),
    files: fileChanges(before.files, after.files, hands),
  }
}

/** By name. A draft that is only text has nothing to tell of. */
export function toldChanges(changes: BesideChanges, names: ReadonlyMap<string, string>): BesideDiff | null {
  const { fields, lines, files } = changes
  if (fields.length + lines.length + files.length === 0) return null
  const named = <One extends By>(one: One) => ({
    ...one,
    by: [...new Set(one.by.map((hand) => nameOfHand(hand, names)))],
  })
  return { fields: fields.map(named), lines: lines.map(named), files: files.map(named) }
}

/** Those that somebody of these made, and they alone. */
export function changesBy(
  { fields, lines, files }: BesideChanges,
  wanted: (hand: DraftPartAuthor) => boolean,
): BesideChanges {
  const theirs = <One extends By>(all: readonly One[]): One[] =>
    all.map((one) => ({ ...one, by: one.by.filter(wanted) })).filter(({ by }) => by.length > 0)
  return { fields: theirs(fields), lines: theirs(lines), files: theirs(files) }
}

type Lines = DraftParts['lines']

function lineChanges(before: Lines, after: Lines, hands: Hands): BesideChanges['lines'] {
  const old = new Map(before.map((line) => [line.id, line]))
  const gone = before.filter(({ id }) => !after.some((line) => line.id === id))
  const found: BesideChanges['lines'][number][] = []
  for (const line of after) {
    const was = old.get(line.id)
    const name = lineName(line.fields)
    if (!was) {
      const twin = gone.findIndex(({ fields }) => sameValue(fields, line.fields))
      if (twin >= 0) gone.splice(twin, 1)
      else found.push({ what: 'added', name, fields: Object.keys(line.fields), by: handsOf(line, [], hands) })
      continue
    }
    const fields = differing(was.fields, line.fields)
    if (fields.length > 0) found.push({ what: 'changed', name, fields, by: handsOf(line, fields, hands) })
  }
  const removed = gone.map((line) => ({
    what: 'removed' as const,
    name: lineName(line.fields),
    fields: [],
    by: handsOf(line, [], hands),
  }))
  return [...found, ...removed]
}

/** Whoever set these fields of a line; without any, whoever put it in or took it out. */
function handsOf({ id }: Lines[number], fields: readonly string[], hands: Hands): DraftPartAuthor[] {
  const places: DraftPartPlace[] = fields.map((field) => ({ line: id, field }))
  return hands.inAll(places.length > 0 ? places : [{ line: id }])
}

function fileChanges(
  before: DraftParts['files'],
  after: DraftParts['files'],
  hands: Hands,
): BesideChanges['files'] {
  const [old, now] = [before, after].map((files) =>
    Object.fromEntries(files.map(({ path, content }) => [path, content])),
  ) as [Scalars, Scalars]
  return differing(old, now).map((path) => ({
    path,
    what: Object.hasOwn(old, path) ? (Object.hasOwn(now, path) ? 'changed' : 'removed') : 'added',
    by: hands.inAll([{ file: path }]),
  }))
}

function differing(before: Scalars, after: Scalars): string[] {
  const names = new Set([...Object.keys(before), ...Object.keys(after)])
  return [...names].filter((name) => valueOf(before, name) !== valueOf(after, name))
}

function valueOf(values: Scalars, name: string): DraftScalar {
  return Object.hasOwn(values, name) ? (values[name] ?? null) : null
}

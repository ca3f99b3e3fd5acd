import type { DraftParts } from '@allmende/drafts'
import { sameValue } from '@allmende/rules'
import type { BesideDiff, DraftScalar } from '../contract.ts'
import { isShown } from './content.ts'

type Scalars = Readonly<Record<string, DraftScalar>>

/** What two drafts have otherwise beside the text. Lines are known by their ids; one that is alike in both is the same whatever its id. */
export function besideDiff(before: DraftParts, after: DraftParts): BesideDiff {
  return {
    fields: differing(before.fields, after.fields)
      .filter(isShown)
      .map((name) => ({ name, before: valueOf(before.fields, name), after: valueOf(after.fields, name) })),
    lines: lineDiffs(before.lines, after.lines),
    files: fileDiffs(before.files, after.files),
  }
}

type Lines = DraftParts['lines']

function lineDiffs(before: Lines, after: Lines): BesideDiff['lines'] {
  const old = new Map(before.map((line) => [line.id, line]))
  const gone = before.filter(({ id }) => !after.some((line) => line.id === id))
  const found: BesideDiff['lines'][number][] = []
  for (const line of after) {
    const was = old.get(line.id)
    if (!was) {
      const twin = gone.findIndex(({ fields }) => sameValue(fields, line.fields))
      if (twin >= 0) gone.splice(twin, 1)
      else found.push({ what: 'added', name: nameOf(line), fields: Object.keys(line.fields) })
      continue
    }
    const fields = differing(was.fields, line.fields)
    if (fields.length > 0) found.push({ what: 'changed', name: nameOf(line), fields })
  }
  return [...found, ...gone.map((line) => ({ what: 'removed' as const, name: nameOf(line), fields: [] }))]
}

function fileDiffs(before: DraftParts['files'], after: DraftParts['files']): BesideDiff['files'] {
  const [old, now] = [before, after].map((files) =>
    Object.fromEntries(files.map(({ path, content }) => [path, content])),
  ) as [Scalars, Scalars]
  return differing(old, now).map((path) => ({
    path,
    what: Object.hasOwn(old, path) ? (Object.hasOwn(now, path) ? 'changed' : 'removed') : 'added',
  }))
}

function differing(before: Scalars, after: Scalars): string[] {
  const names = new Set([...Object.keys(before), ...Object.keys(after)])
  return [...names].filter((name) => valueOf(before, name) !== valueOf(after, name))
}

function valueOf(values: Scalars, name: string): DraftScalar {
  return Object.hasOwn(values, name) ? (values[name] ?? null) : null
}

function nameOf({ fields }: Lines[number]): string {
  const name = fields['name']
  return typeof name === 'string' ? name : 'a line'
}

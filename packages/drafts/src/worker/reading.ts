import type { DraftParts } from '../contract.ts'
import { FIELDS_OBJECT, FILES_OBJECT } from '../genesis.ts'
import type { ChangeGraph } from '../graph.ts'
import { ORDER } from '../part-edits.ts'
import type { Body } from './body.ts'
import { orderedLines } from './parts.ts'
import type { Answers } from './protocol.ts'

/** The text in passages, each with the change that put it in. All must be settled. */
export function passagesOf(body: Body, graph: ChangeGraph): Answers['blame'] {
  const changeOf = graph.changeWith()
  const passages: [text: string, hash: string][] = []
  for (const { actor, counter, text } of body.characters()) {
    const hash = changeOf(actor, counter) ?? ''
    const last = passages.at(-1)
    if (last && last[1] === hash) last[0] += text
    else passages.push([text, hash])
  }
  return passages
}

/** The changes since these heads, and the texts to compare: where both came from, as it was seen, and as the new changes had it. */
export function sinceOf(body: Body, graph: ChangeGraph, seen: string[], own: string[]): Answers['since'] {
  const since = graph.since(seen, new Set(own))
  if (!since) return null
  const [base, ours, theirs] = [since.base, since.ours, since.theirs].map((heads) => body.textAt(heads))
  return { fresh: since.fresh, base: base!, ours: ours!, theirs: theirs! }
}

/** What stands beside the text, or stood there at some heads. All must be settled. */
export function partsOf(body: Body, graph: ChangeGraph, heads?: readonly string[]): DraftParts {
  const { fields, lines, files, marks } = body.partsAt(heads)
  const conflicts = [...graph.conflicts(heads)].flatMap(({ object, line, key }) => {
    // Of two lines made under one id only one is shown.
    if (line !== null && (key === ORDER || body.lineObject(line, heads) !== object)) return []
    const map = object === FIELDS_OBJECT ? 'fields' : object === FILES_OBJECT ? 'files' : `lines/${line}`
    return [{ place: `${map}/${key}`, values: body.values(object, key, heads) }]
  })
  conflicts.sort((a, b) => (a.place < b.place ? -1 : 1))
  const paths = Object.keys(files).toSorted()
  return {
    fields,
    lines: orderedLines(lines),
    files: paths.map((path) => ({ path, content: files[path]! })),
    marks,
    conflicts,
  }
}

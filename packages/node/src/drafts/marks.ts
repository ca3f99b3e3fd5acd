import { difference, type DraftPartEdit, type DraftParts, movePartEdits } from '@allmende/drafts'
import { type Range, rangesLeft } from '@allmende/rules'

export type Marks = DraftParts['marks']
type Mark = Marks[number]

/**
 * Where the marked passages of one text stand in another. One of which less than half is left there is another passage, and bears
 * its mark no more: a single letter of it is found nearly everywhere.
 */
export function marksCarried(marks: Marks, before: string, after: string): Mark[] {
  if (marks.length === 0) return []
  const patches = difference(before, after)
  return marks.flatMap((mark) => {
    let [{ from, to }, lost]: [Range, number] = [mark, 0]
    for (const patch of patches) {
      lost += Math.max(0, Math.min(to, patch.at + patch.del) - Math.max(from, patch.at))
      const [moved] = movePartEdits([{ mark: mark.name, from, to, value: mark.value }], [patch])
      if (!moved || !('mark' in moved)) return []
      ;({ from, to } = moved)
    }
    return lost * 2 > mark.to - mark.from ? [] : [{ ...mark, from, to }]
  })
}

/** What brings the marks of another draft into this one, both in the same text: where this one has one of that name, it keeps its own. */
export function marksToTake(ours: Marks, theirs: Marks): DraftPartEdit[] {
  return theirs.flatMap((mark) => {
    const own = ours.filter(({ name }) => name === mark.name)
    return rangesLeft(mark, own).map((range) => editOf({ ...mark, ...range }))
  })
}

/** What makes the marks of a text others. */
export function marksToSet(now: Marks, then: Marks): DraftPartEdit[] {
  const [here, wanted] = [new Set(now.map(keyOf)), new Set(then.map(keyOf))]
  return [
    ...now.filter((mark) => !wanted.has(keyOf(mark))).map((mark) => editOf({ ...mark, value: null })),
    // Taking one out may take a part of another that is to stay.
    ...then
      .filter(
        (mark) =>
          !here.has(keyOf(mark)) || now.some((other) => !wanted.has(keyOf(other)) && meet(mark, other)),
      )
      .map(editOf),
  ]
}

export function editOf({ name, ...mark }: Mark): DraftPartEdit {
  return { mark: name, ...mark }
}

function keyOf({ name, from, to, value }: Mark): string {
  return JSON.stringify([name, from, to, value])
}

function meet(one: Mark, other: Mark): boolean {
  return one.name === other.name && one.from < other.to && other.from < one.to
}

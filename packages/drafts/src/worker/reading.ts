import type { ChangeGraph } from '../graph.ts'
import type { Body } from './body.ts'
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

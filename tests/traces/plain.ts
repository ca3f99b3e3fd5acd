import * as Automerge from '@automerge/automerge'
import type { Run } from './read.ts'

type Body = { text: string }

/**
 * What plain Automerge makes of the runs, each one change, with the same forks and merges: the text each was typed into,
 * and the texts of both in the end.
 */
export function replayPlain(runs: readonly Run[]): { before: string[]; end: string[] } {
  const seed = Automerge.from<Body>({ text: '' }, { actor: '00' })
  const documents = ['aa', 'bb'].map((actor) => Automerge.clone(seed, { actor }))
  const changes: Uint8Array[][] = [[], []]
  const merged = [0, 0]
  const before: string[] = []
  const merge = (agent: number, upTo: number): void => {
    const fresh = changes[1 - agent]!.slice(merged[agent], upTo)
    if (fresh.length > 0) [documents[agent]] = Automerge.applyChanges(documents[agent]!, fresh)
    merged[agent] = Math.max(merged[agent]!, upTo)
  }
  for (const { agent, after, patches } of runs) {
    merge(agent, after)
    before.push(documents[agent]!.text)
    documents[agent] = Automerge.change(documents[agent]!, (body) => {
      for (const [at, del, ins] of patches) Automerge.splice(body, ['text'], at, del, ins)
    })
    changes[agent]!.push(Automerge.getLastLocalChange(documents[agent])!)
  }
  for (const agent of [0, 1]) merge(agent, changes[1 - agent]!.length)
  return { before, end: documents.map(({ text }) => text) }
}

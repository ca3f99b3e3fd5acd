import type { PartLine, RecordId } from '@allmende/vocabulary'
import type { OpenCommons } from '../commons-book.ts'
import type { ActionContext } from '../contract.ts'
import type { Parts } from '../parts.ts'
import type { Candidate } from './candidate.ts'
import type { Judged } from './judged.ts'
import { writeCandidate, type Written } from './write.ts'

/**
 * Writes the goods that are free, modules before what is made of them, so that lines can name the exact version. Modules that
 * name each other in a circle are written all the same: one of their lines then stays without its good.
 */
export async function writeAll(
  parts: Parts,
  commons: OpenCommons,
  goods: readonly Judged[],
  context: ActionContext,
): Promise<Judged[]> {
  const byCandidate = new Map(goods.map((good) => [good.candidate, good]))
  const done = new Map<Candidate, Written>()
  const begun = new Set<Candidate>()
  const write = async (good: Judged): Promise<void> => {
    const { candidate, verdict } = good
    if (begun.has(candidate) || !verdict.free) return
    begun.add(candidate)
    for (const { good: sub } of candidate.subs) {
      const below = byCandidate.get(sub)
      if (below) await write(below)
    }
    context.signal?.throwIfAborted()
    done.set(candidate, await one(parts, commons, good, done, context))
  }
  for (const good of goods) await write(good)
  return goods.map((good) => ({ ...good, written: done.get(good.candidate) ?? null }))
}

async function one(
  parts: Parts,
  commons: OpenCommons,
  { candidate, known, body }: Judged,
  done: ReadonlyMap<Candidate, Written>,
  context: ActionContext,
): Promise<Written> {
  if (known?.foreign) {
    const { thing } = known
    return { id: thing.id, version: thing.versions.at(-1)?.id ?? thing.id, outcome: 'same' }
  }
  const lines = withGoods(candidate, (sub) => done.get(sub)?.version)
  return writeCandidate(parts, commons, candidate, body, lines, known?.thing ?? null, context)
}

function withGoods(
  { lines, subs }: Candidate,
  versionOf: (sub: Candidate) => RecordId | undefined,
): PartLine[] {
  const goods = new Map(subs.map(({ line, good }) => [line, versionOf(good)]))
  return lines.map((line, index) => {
    const good = goods.get(index)
    return good === undefined ? line : { ...line, good }
  })
}

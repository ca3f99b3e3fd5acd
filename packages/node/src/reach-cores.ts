import { type CoreKey, placeOf, type RecordId } from '@allmende/vocabulary'
import { type OpenCommons, opensOf } from './commons-book.ts'
import type { ActionContext } from './contract.ts'
import type { Located } from './locate-thing.ts'
import type { Parts } from './parts.ts'
import type { WaitPolicy } from './patience.ts'
import { arrival } from './wait-for-peers.ts'

/** Forks of forks of forks …: whoever follows more has met a chain that was made to be followed. */
const MOST_GENERATIONS = 16

/**
 * Makes sure that the logs are known which the named cores of files belong to: a fork's files lie with whom it came
 * from, an accepted change with whom it was offered by. A member hears of all logs; one who only reads by a link asks
 * for those that the lineage names, one generation after the other. Throws NO_HOLDER.
 * @returns the commons, which is opened anew when another log is asked for
 */
export async function reachCores(
  parts: Parts,
  { commons, thing }: Located,
  cores: readonly CoreKey[],
  context: ActionContext,
  policy: WaitPolicy = { wait: false },
): Promise<OpenCommons> {
  const current = () => parts.book.get(commons.id) ?? commons
  const unknown = () => cores.some((core) => current().logs.owner(core)?.which !== 'files')
  const what = 'its files'
  const found = async () => (unknown() ? null : true)
  if (current().entry.role === 'member') {
    if (unknown()) await arrival(parts, commons, placeOf(thing.id).log, what, context, policy, found)
    return current()
  }
  let ids = lineageOf(thing)
  for (let round = 0; unknown() && round < MOST_GENERATIONS && ids.length > 0; round++) {
    const next: RecordId[] = []
    for (const id of ids) {
      const { log } = placeOf(id)
      const reader = await parts.book.addReader(opensOf(current().entry), log)
      await arrival(parts, reader, log, what, context, policy, async () =>
        reader.logs.log(log)?.bound ? true : null,
      )
      const ancestor = await parts.views.show(id)
      if (ancestor) next.push(...lineageOf(ancestor))
    }
    ids = next
  }
  return current()
}

function lineageOf(thing: Located['thing']): RecordId[] {
  const { log } = placeOf(thing.id)
  const named = [
    ...(thing.derivedFrom ? [thing.derivedFrom] : []),
    ...thing.versions.flatMap(({ merges }) => merges),
  ]
  return named.filter((id) => placeOf(id).log !== log)
}

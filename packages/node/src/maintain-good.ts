import { MAX_MAINTAINERS, type PersonId } from '@allmende/vocabulary'
import type { MaintainRequest, MaintainResult } from './contract.ts'
import { namesIn } from './credits.ts'
import { fail } from './errors.ts'
import { locateGood } from './fork-good.ts'
import type { Parts } from './parts.ts'
import { personNamed } from './person-named.ts'
import { mustBeMember } from './rights.ts'

/**
 * Shows who tends a good, or says it anew. Only its author says so; each of the others may change the good and answer
 * suggestions. Throws MAINTAINERS_FOREIGN, ID_KEY, NUMBER_RANGE.
 */
export async function maintainGood(parts: Parts, request: MaintainRequest): Promise<MaintainResult> {
  const { commons, thing } = await locateGood(parts, request.good, {})
  const names = await namesIn(parts, commons.id)
  const before = thing.maintainers
  const add = (request.add ?? []).map((text) => personNamed(text, names))
  const remove = new Set((request.remove ?? []).map((text) => personNamed(text, names)))
  const after = [...new Set([...before, ...add])].filter(
    (person) => !remove.has(person) && person !== thing.author,
  )
  const changed = after.join() !== before.join()
  if (add.length + remove.size > 0) {
    if (thing.author !== parts.logs.identity?.person)
      throw fail('MAINTAINERS_FOREIGN', { title: thing.title })
    if (after.length > MAX_MAINTAINERS)
      throw fail('NUMBER_RANGE', {
        expected: `at most ${MAX_MAINTAINERS}`,
        what: 'the number of maintainers',
        found: String(after.length),
      })
    mustBeMember(commons, 'naming maintainers')
    if (changed)
      await parts.writer.write(commons, {
        kind: 'good',
        of: thing.id,
        after: thing.heads,
        body: { maintainers: after },
      })
  }
  const named = (person: PersonId) => ({ person, name: names.get(person) ?? null })
  return {
    id: thing.id,
    title: thing.title,
    author: named(thing.author),
    maintainers: after.map(named),
    changed,
  }
}

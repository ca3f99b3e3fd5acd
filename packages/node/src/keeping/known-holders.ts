import { KEEPER_WORD_MS, lacking } from '@allmende/rules'
import type { NodeId, PersonId, RecordId } from '@allmende/vocabulary'
import { answeringHolders } from '../answering.ts'
import type { OpenCommons } from '../commons-book.ts'
import type { Parts } from '../parts.ts'
import { digestOf } from './digest.ts'
import { coresOfPerson } from './safe-to-close.ts'

/** Other nodes that are known to hold a version whole: connected ones that say so and still answer, and keepers whose word still stands. */
export async function otherHolders(
  parts: Parts,
  commons: OpenCommons,
  author: PersonId,
  version: RecordId,
): Promise<NodeId[]> {
  const holders = new Set(answeringHolders(parts.sync, version))
  const versions = await parts.keeping.content.of(commons.id, author)
  const mine = { cores: coresOfPerson(commons, author), versions }
  for (const { holding } of parts.keeping.book.in(commons.id)) {
    if (holding.person !== author || holding.node === parts.id) continue
    if (parts.clock.now() - holding.at > KEEPER_WORD_MS) continue
    const lack = lacking(mine, holding, digestOf)
    if (!lack.unclear && !lack.versions.some(({ id }) => id === version)) holders.add(holding.node)
  }
  return [...holders]
}

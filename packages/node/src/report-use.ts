import { RETURNS } from '@allmende/vocabulary'
import { chooseVersion } from './choose-version.ts'
import type { OutsideUseRequest } from './contract.ts'
import { locateGood } from './fork-good.ts'
import type { Parts } from './parts.ts'
import { mustBeMember } from './rights.ts'
import { oneOf } from './words.ts'

/** Tells of a use outside the commons: a fact, and no accusation. Anybody may. Throws WORD_UNKNOWN, VERSION_UNKNOWN. */
export async function reportUse(
  parts: Parts,
  request: OutsideUseRequest,
): Promise<{ id: string; good: string; title: string }> {
  const { commons, thing } = await locateGood(parts, request.good, {})
  const returned = oneOf(RETURNS, request.returned, 'what came back')
  const about = request.version === undefined ? thing.id : chooseVersion(thing, request.version).id
  mustBeMember(commons, 'telling of a use')
  await parts.writer.ensureIdentity()
  const { by, how, text, evidence } = request
  const id = await parts.writer.write(commons, {
    kind: 'outside-use',
    body: {
      about,
      by,
      how,
      returned,
      ...(text === undefined ? {} : { text }),
      ...(evidence === undefined ? {} : { evidence }),
    },
  })
  return { id, good: thing.id, title: thing.title }
}

import type { Invocation } from '../action.ts'
import type { Session } from '../session.ts'
import { draftOf } from './draft-of.ts'
import { settle } from './settle.ts'

/** The draft that a command names, in a session that had a moment to hear what others have written in it. */
export async function openDraft(
  { io, options, open }: Pick<Invocation, 'io' | 'options' | 'open'>,
  given = '',
): Promise<{ session: Session; draft: string }> {
  const session = await open('read')
  const draft = await draftOf(session, given)
  await settle(session, io, options)
  return { session, draft }
}

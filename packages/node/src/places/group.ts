import type { CommonsId } from '@allmende/vocabulary'
import { isStarter } from '../commons-file.ts'
import type { Group } from '../group.ts'
import type { Parts } from '../parts.ts'
import { PlaceTalk } from './place-talk.ts'

/** Which peers open a meeting place, told and heard. There is nothing to ask for: `status` shows them. */
export function createPlaces(parts: Parts): Group<object> {
  const belongs = (id: CommonsId): boolean => {
    const entry = parts.book.get(id)?.entry
    return entry?.role === 'member' && !isStarter(entry)
  }
  const talk = new PlaceTalk({ ...parts, belongs })
  return {
    actions: {},
    start: async () => talk.start(),
    close: async () => talk.close(),
  }
}

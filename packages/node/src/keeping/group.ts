import type { RecordId } from '@allmende/vocabulary'
import type { Keeping } from '../contract-keeping.ts'
import type { Group } from '../group.ts'
import { inBackground } from '../in-background.ts'
import type { Parts } from '../parts.ts'
import { Announcer } from './announcer.ts'
import { Collector } from './collector.ts'
import { forget } from './forget.ts'
import { addKeeper, dropFor, keepFor, limitKept, listKeepers, removeKeeper } from './keeper-actions.ts'
import { listPins, pin, unpin } from './pin-actions.ts'
import { PinnedContent } from './pinned.ts'
import { honourRetractions, retract } from './retract.ts'
import { StatementExchange } from './statement-exchange.ts'
import { storage } from './storage.ts'
import { keptForOthers } from './wanted.ts'
import { KeeperWishes } from './wishes.ts'

/** Who holds what, and what is held here. */
export function createKeeping(parts: Parts): Group<Keeping> {
  const { keeping, book, logger } = parts
  const exchange = new StatementExchange(parts, () => undefined)
  const announcer = new Announcer(parts, (kept, taken) =>
    inBackground(logger, 'telling what is held here', exchange.say(kept, taken)),
  )
  const pinned = new PinnedContent(parts)
  const wishes = new KeeperWishes(parts)
  const collector = new Collector(parts, async () => [
    ...(await pinned.all()).flatMap(({ wanted }) => wanted),
    ...(await keptForOthers(parts)).flatMap(({ agreed, wanted }) => (agreed ? wanted : [])),
  ])
  const changed = () => {
    for (const { id } of book.members()) announcer.touch(id)
    collector.wake()
  }
  let honouring: Promise<unknown> = Promise.resolve()
  const honour = () => {
    honouring = honouring.then(() => honourRetractions(parts)).then(changed)
    inBackground(logger, 'forgetting what was retracted', honouring)
    honouring = honouring.catch(() => undefined)
  }
  return {
    actions: actionsOf(parts, pinned, collector.byHand, changed),
    async start() {
      keeping.content.start()
      pinned.start()
      keeping.retractions.start(() => honour())
      honour()
      keeping.named.start((commons) => {
        announcer.touch(commons)
        exchange.again(commons)
        collector.wake()
      })
      exchange.start()
      announcer.start()
      collector.start()
      wishes.start()
    },
    async close() {
      exchange.close()
      await wishes.close()
      await collector.close()
      await honouring
      await announcer.close()
    },
  }
}

function actionsOf(parts: Parts, pinned: PinnedContent, byHand: Set<RecordId>, changed: () => void): Keeping {
  /** What was changed by an action is said and fetched at once. */
  const then = async <T>(work: Promise<T>): Promise<T> => {
    const result = await work
    changed()
    return result
  }
  return {
    addKeeper: (request) => addKeeper(parts, request),
    removeKeeper: (request) => removeKeeper(parts, request),
    listKeepers: (page) => listKeepers(parts, page),
    keepFor: (request) => then(keepFor(parts, request)),
    dropFor: (request) => then(dropFor(parts, request)),
    limitKept: (request) => then(limitKept(parts, request)),
    pin: (request, context = {}) => then(pin(parts, pinned, request, context, byHand)),
    unpin: (request, context = {}) => unpin(parts, pinned, request, context),
    listPins: (page) => listPins(parts, pinned, page),
    storage: () => storage(parts),
    retract: (request, context = {}) => then(retract(parts, request, context)),
    forget: (request, context = {}) => then(forget(parts, request, context)),
  }
}

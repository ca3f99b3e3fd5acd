import type { CommonsId, LogKey } from '@allmende/vocabulary'
import type { Engine } from './engine.ts'
import { CHANGED_PAUSE_MS } from './limits.ts'
import type { Reply } from './messages.ts'

/** Tells what changed and what was refused, at once after a pause and gathered within one. */
export interface Teller {
  tell(): void
  stop(): void
}

export function createTeller(engine: () => Engine, send: (reply: Reply) => void): Teller {
  let timer: NodeJS.Timeout | undefined
  let last = -Infinity

  function now(): void {
    timer = undefined
    last = performance.now()
    const { effects, names, places } = engine().parts
    for (const [commons, { kinds, things, more }] of effects.takeChanges()) {
      send({
        event: 'changed',
        payload: {
          commons: names.name(commons) as CommonsId,
          kinds: [...kinds].map((kind) => names.name(kind)),
          things: [...things].map((thing) => places.idOf(thing)),
          more,
        },
      })
    }
    for (const { commons, log, ...refusal } of effects.takeRefusals()) {
      const whose = { commons: names.name(commons) as CommonsId, log: names.name(log) as LogKey }
      send({ event: 'refused', payload: { ...whose, ...refusal } })
    }
  }

  return {
    tell() {
      if (timer !== undefined || engine().parts.effects.isEmpty()) return
      const wait = last + CHANGED_PAUSE_MS - performance.now()
      if (wait <= 0) now()
      else timer = setTimeout(now, wait)
    },
    stop: () => {
      clearTimeout(timer)
      if (!engine().parts.effects.isEmpty()) now()
    },
  }
}

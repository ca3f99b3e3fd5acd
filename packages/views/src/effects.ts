import type { RecordId } from '@allmende/vocabulary'
import { MAX_CHANGED_THINGS } from './limits.ts'

/** What a batch changed in one commons, names and records as numbers. */
export type Change = { kinds: Set<number>; things: Set<number>; more: boolean }

/** Records of one log that were refused in a batch; only the first is told in full. */
export type Refusal = {
  commons: number
  log: number
  count: number
  id: RecordId
  code: string
  message: string
}

/** Gathers what is to be told once a batch can be found. */
export interface Effects {
  changed(commons: number, kind: number, thing?: number): void
  refused(refusal: Omit<Refusal, 'count'>): void
  isEmpty(): boolean
  takeChanges(): Map<number, Change>
  takeRefusals(): Refusal[]
  reset(): void
}

export function createEffects(): Effects {
  let changes = new Map<number, Change>()
  let refusals = new Map<number, Refusal>()
  return {
    changed(commons, kind, thing) {
      let change = changes.get(commons)
      if (change === undefined) {
        change = { kinds: new Set(), things: new Set(), more: false }
        changes.set(commons, change)
      }
      change.kinds.add(kind)
      if (thing === undefined) return
      if (change.things.size < MAX_CHANGED_THINGS) change.things.add(thing)
      else if (!change.more) change.more = !change.things.has(thing)
    },
    refused(refusal) {
      const before = refusals.get(refusal.log)
      if (before === undefined) refusals.set(refusal.log, { ...refusal, count: 1 })
      else before.count++
    },
    isEmpty: () => changes.size === 0 && refusals.size === 0,
    takeChanges() {
      const taken = changes
      changes = new Map()
      return taken
    },
    takeRefusals() {
      const taken = [...refusals.values()]
      refusals = new Map()
      return taken
    },
    reset() {
      changes = new Map()
      refusals = new Map()
    },
  }
}

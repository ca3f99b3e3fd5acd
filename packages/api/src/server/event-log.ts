import type { NodeEvent } from '@allmende/node'
import { EVENTS_KEPT, EVENTS_KEPT_BYTES } from '../limits.ts'

/** An event with its place among all of this run, like `5f0c….17`. */
export type PlacedEvent = { readonly event: NodeEvent; readonly at: string }

/** Where a stream of events begins. `whole`: nothing was missed since the place that was named; otherwise read anew. */
export type EventsHere = { readonly at: string; readonly whole: boolean }

/** What happened lately, for those whose connection was cut. */
export type EventLog = {
  readonly add: (event: NodeEvent) => void
  /**
   * Hands over everything after a place, then what happens from now on, with nothing between the two. Without a place, or with one
   * that is of another run or too old, it begins with now.
   */
  readonly listen: (
    after: string | undefined,
    listener: { readonly here: (here: EventsHere) => void; readonly event: (placed: PlacedEvent) => void },
  ) => () => void
}

type Kept = { readonly event: NodeEvent; readonly number: number; readonly bytes: number }

/** `run` is another one for every run of the node: its numbers begin anew. */
export function createEventLog(run: string): EventLog {
  const kept: Kept[] = []
  const listeners = new Set<(placed: PlacedEvent) => void>()
  let bytes = 0
  let last = 0
  const placed = (event: NodeEvent, number: number): PlacedEvent => ({ event, at: `${run}.${number}` })
  return {
    add(event) {
      const size = JSON.stringify(event).length
      kept.push({ event, number: ++last, bytes: size })
      bytes += size
      while (kept.length > EVENTS_KEPT || bytes > EVENTS_KEPT_BYTES) bytes -= kept.shift()?.bytes ?? 0
      for (const listener of listeners) listener(placed(event, last))
    },
    listen(after, { here, event }) {
      const number = numberOf(run, after)
      const whole = number !== null && number <= last && number >= last - kept.length
      // The place that was named, and not the last: whoever is cut off in the middle comes back for the rest.
      here({ at: `${run}.${whole ? number : last}`, whole })
      if (whole)
        for (const one of kept.slice(kept.length - (last - number))) event(placed(one.event, one.number))
      listeners.add(event)
      return () => listeners.delete(event)
    },
  }
}

function numberOf(run: string, after: string | undefined): number | null {
  const [of, number] = after?.split('.') ?? []
  return of === run && number !== undefined ? Number(number) : null
}

import type { NodeEvent } from '@allmende/node'
import { ClientError, goneError } from './error.ts'

/** Where a stream of events begins. `whole`: nothing was missed since the place that was named; otherwise read anew. */
export type EventsHere = { readonly at: string; readonly whole: boolean }

export type EventsContext = {
  readonly onEvent: (event: NodeEvent, at: string) => void
  /** Called once, before the first event. */
  readonly onHere?: (here: EventsHere) => void
  /** The place of the last event one knows: what came since is sent first. */
  readonly after?: string
  readonly signal: AbortSignal
}

export type Events = (context: EventsContext) => Promise<void>

/** Hands every event on. Resolves when `signal` aborts, throws when the node goes away. */
export async function followEvents(
  lines: (path: string, signal: AbortSignal) => AsyncIterable<Record<string, unknown>>,
  { onEvent, onHere, after, signal }: EventsContext,
): Promise<void> {
  const path = `/v1/events${after === undefined ? '' : `?after=${encodeURIComponent(after)}`}`
  try {
    for await (const line of lines(path, signal)) {
      if ('event' in line) onEvent(line['event'] as NodeEvent, String(line['at']))
      else if ('whole' in line) onHere?.(line as EventsHere)
      else if ('result' in line) return
    }
    throw goneError()
  } catch (error) {
    if (!signal.aborted) throw error
  }
}

export type Following = {
  readonly onEvent: (event: NodeEvent) => void
  /** Connected, at first or again. With `whole` false, whatever was read may be out of date. */
  readonly onHere: (whole: boolean) => void
  /** The connection is lost; it is tried again after `pause`. */
  readonly onAway: () => void
  readonly pause: () => Promise<void>
  readonly signal: AbortSignal
}

/**
 * Follows the events over any number of lost connections: none is missed, or `onHere` says that some may be. Resolves when
 * `signal` aborts; throws when the node doesn't let us in any more.
 */
export async function keepFollowing(events: Events, following: Following): Promise<void> {
  const { onEvent, onHere, onAway, pause, signal } = following
  let after: string | undefined
  while (!signal.aborted) {
    try {
      await events({
        ...(after !== undefined && { after }),
        signal,
        onHere({ at, whole }) {
          after = at
          onHere(whole)
        },
        onEvent(event, at) {
          after = at
          onEvent(event)
        },
      })
    } catch (error) {
      if (error instanceof ClientError && error.status === 401) throw error
      onAway()
      await pause()
    }
  }
}

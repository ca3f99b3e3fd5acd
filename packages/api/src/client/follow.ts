/** A stream of events, until the signal of its context aborts or the node goes away. */
export type Watch = <T>(path: string, context?: { readonly signal?: AbortSignal }) => AsyncIterable<T>

/** Hands every event on. Resolves when `signal` aborts, throws when the node goes away. */
export async function follow<T>(events: AsyncIterable<T>, onEvent: (event: T) => void, signal: AbortSignal) {
  try {
    for await (const event of events) onEvent(event)
  } catch (error) {
    if (!signal.aborted) throw error
  }
}

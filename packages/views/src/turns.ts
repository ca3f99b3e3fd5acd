type Waiting = { readonly begin: () => void; readonly signal: AbortSignal | undefined }

/** Lets one question after the other go to the worker; what is called off meanwhile never goes. */
export type TakeTurn = <T>(ask: () => Promise<T>, signal?: AbortSignal) => Promise<T>

/**
 * A worker has no way to look ahead: what is in its queue it answers in order, though nobody waits for it any more. So the
 * queue is here, where a search that was typed over is dropped, and the last one comes next.
 */
export function createTurns(): TakeTurn {
  const waiting: Waiting[] = []
  let busy = false

  function next(): void {
    busy = false
    for (let one = waiting.shift(); one !== undefined; one = waiting.shift()) {
      if (one.signal?.aborted === true) continue
      busy = true
      return one.begin()
    }
  }

  return (ask, signal) =>
    new Promise((resolve, reject) => {
      if (signal?.aborted === true) return reject(reasonOf(signal))
      const calledOff = () => reject(reasonOf(signal))
      signal?.addEventListener('abort', calledOff, { once: true })
      const begin = () => {
        void ask()
          .then(resolve, reject)
          .finally(() => {
            signal?.removeEventListener('abort', calledOff)
            next()
          })
      }
      if (busy) return void waiting.push({ begin, signal })
      busy = true
      begin()
    })
}

function reasonOf(signal: AbortSignal | undefined): Error {
  const reason: unknown = signal?.reason
  return reason instanceof Error ? reason : new DOMException('called off', 'AbortError')
}

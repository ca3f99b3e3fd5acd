/** Everything that is being answered right now, so that a stop can end it. */
export type Activity = {
  /** Begins one; `done` must be called when it is over. */
  readonly begin: () => { readonly controller: AbortController; readonly done: () => void }
  /** Aborts all, with this reason. What begins later is aborted at once. */
  readonly stop: (reason: Error) => void
  /** Resolves when nothing is going on. */
  readonly idle: () => Promise<void>
}

export function createActivity(): Activity {
  const running = new Set<AbortController>()
  let waiting: (() => void)[] = []
  let stopped: Error | null = null
  return {
    begin() {
      const controller = new AbortController()
      if (stopped) controller.abort(stopped)
      running.add(controller)
      const done = () => {
        running.delete(controller)
        if (running.size > 0) return
        for (const resolve of waiting) resolve()
        waiting = []
      }
      return { controller, done }
    },
    stop(reason) {
      stopped = reason
      for (const controller of running) controller.abort(reason)
    },
    idle: () =>
      new Promise((resolve) => {
        if (running.size === 0) resolve()
        else waiting.push(resolve)
      }),
  }
}

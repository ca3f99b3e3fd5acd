/** What the global timers do, so that code under test can be given virtual ones. */
export type Timers = {
  setTimeout(callback: () => void, ms: number): unknown
  clearTimeout(timer: unknown): void
}

export type VirtualClock = Timers & {
  /** Milliseconds since the epoch, as the code under test sees it. */
  now(): number
  /** Lets time pass: runs every timer that falls due, in order, and what follows from each, before the next. */
  advance(ms: number): Promise<void>
  /** Sets the wall clock forward or back, as a user does: timers neither run nor move. */
  jump(ms: number): void
  /** Timers that wait. */
  pending(): number
}

type Timer = { due: number; order: number; callback: () => void }

/** Starts at `start` and stands still until `advance`. Days of a simulation pass in milliseconds. */
export function virtualClock(start = Date.UTC(2026, 0, 1)): VirtualClock {
  const timers = new Set<Timer>()
  let elapsed = 0
  let offset = start
  let order = 0
  return {
    now: () => offset + elapsed,
    setTimeout: (callback, ms) => {
      // As with real timers, at least 1 ms: a callback that sets itself again with 0 would otherwise never let go.
      const timer = { due: elapsed + Math.max(1, ms), order: order++, callback }
      timers.add(timer)
      return timer
    },
    clearTimeout: (timer) => void timers.delete(timer as Timer),
    advance: async (ms) => {
      const end = elapsed + ms
      await settled()
      for (let timer = nextDue(timers, end); timer; timer = nextDue(timers, end)) {
        timers.delete(timer)
        elapsed = timer.due
        timer.callback()
        await settled()
      }
      elapsed = end
    },
    jump: (ms) => void (offset += ms),
    pending: () => timers.size,
  }
}

function nextDue(timers: Set<Timer>, end: number): Timer | undefined {
  let first: Timer | undefined
  for (const timer of timers) {
    if (timer.due > end) continue
    if (!first || timer.due < first.due || (timer.due === first.due && timer.order < first.order))
      first = timer
  }
  return first
}

/** Streams need a few turns of the event loop to hand bytes on; a turn is microseconds. */
async function settled(): Promise<void> {
  for (let turn = 0; turn < 4; turn++) await new Promise<void>((resolve) => setImmediate(resolve))
}

/** Over how long a rate is smoothed, ms: shorter jumps on a screen, longer hides that a peer went away. */
const SMOOTHED_OVER_MS = 3_000

/** Bytes a second, smoothed. Told the total so far, not the increment, so that a lost report changes nothing. */
export class Rate {
  #at: number
  #bytes = 0
  #rate = 0

  constructor(now: number) {
    this.#at = now
  }

  update(bytes: number, now: number): number {
    const passed = now - this.#at
    if (passed <= 0) return this.#rate
    const current = ((bytes - this.#bytes) * 1000) / passed
    const weight = this.#rate === 0 ? 1 : 1 - Math.exp(-passed / SMOOTHED_OVER_MS)
    this.#rate += (current - this.#rate) * weight
    this.#at = now
    this.#bytes = bytes
    return this.#rate
  }
}

/** Calls `report` at most every so many ms, and for the last time when told that it is the last. */
export function paced(
  every: number,
  now: () => number,
  report: (now: number) => void,
): (last?: boolean) => void {
  let reported = -Infinity
  return (last = false) => {
    const at = now()
    if (!last && at - reported < every) return
    reported = at
    report(at)
  }
}

import { fail } from './errors.ts'
import { MAX_CLOCK_AHEAD, MAX_WALL } from './limits.ts'

/**
 * A hybrid logical time: milliseconds since the epoch as the author's computer says, and a counter for what happened
 * within one of them. A label and a tie-break, never an authority: what came after what is said by `after`.
 */
export type Stamp = [wall: number, counter: number]

export const ZERO_STAMP: Stamp = [0, 0]

/** A counter that overflows moves the wall on by a millisecond; in between there is room for every burst. */
const MAX_COUNTER = 0xffff

/** The stamp for something written now: later than everything in `state`, whatever the computer's clock says. */
export function tick(state: Stamp, now: number): Stamp {
  const wall = Math.min(Math.max(0, Math.floor(now)), MAX_WALL)
  if (wall > state[0]) return [wall, 0]
  return state[1] < MAX_COUNTER ? [state[0], state[1] + 1] : [state[0] + 1, 0]
}

/**
 * The state after a stamp from somebody else was seen, so that what we write next is later. A stamp more than ten
 * minutes ahead leaves the state as it is: one wrong clock would otherwise carry all others with it.
 */
export function receive(state: Stamp, stamp: Stamp, now: number): Stamp {
  if (isAhead(stamp, now)) return state
  return compareStamps(stamp, state) > 0 ? stamp : state
}

/** Throws `STAMP_AHEAD` for a stamp that `receive` would leave aside; for those who want to tell its author. */
export function checkAhead(stamp: Stamp, now: number): void {
  if (!isAhead(stamp, now)) return
  throw fail('STAMP_AHEAD', { expected: minutes(MAX_CLOCK_AHEAD), found: minutes(stamp[0] - now) })
}

export function isAhead(stamp: Stamp, now: number): boolean {
  return stamp[0] > now + MAX_CLOCK_AHEAD
}

/** Negative if `a` is earlier, 0 if both are equal, positive if `a` is later. */
export function compareStamps(a: Stamp, b: Stamp): number {
  return a[0] - b[0] || a[1] - b[1]
}

/** Reads a stamp out of CBOR; null for anything that is not one. */
export function readStamp(value: unknown): Stamp | null {
  if (!Array.isArray(value) || value.length !== 2) return null
  const [wall, counter] = value as unknown[]
  return isCount(wall, MAX_WALL) && isCount(counter, MAX_COUNTER) ? [wall, counter] : null
}

function isCount(value: unknown, max: number): value is number {
  return typeof value === 'number' && Number.isInteger(value) && value >= 0 && value <= max
}

function minutes(ms: number): string {
  return `${Math.ceil(ms / 60_000)} minutes`
}

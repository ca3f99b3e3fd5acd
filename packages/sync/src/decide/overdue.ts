import { LEAST_BYTES_PER_SECOND, LIVELY_TIMES } from '../limits.ts'

/** What is asked of a connection: the time, and all bytes that came in, also those of a message that isn't whole yet. */
export type Line = { readonly clock: { now(): number }; readonly bytesIn: number }

/** Since when something is waited for on a connection, and what that had brought by then. */
export type Mark = { readonly at: number; readonly heard: number }

export function markOf({ clock, bytesIn }: Line): Mark {
  return { at: clock.now(), heard: bytesIn }
}

/** What a line brings at least that isn't slow on purpose. */
export function leastBytes(ms: number): number {
  return (LEAST_BYTES_PER_SECOND * ms) / 1_000
}

/**
 * Whether what is waited for has had its time. On a line that is busy it has more: a page of a thousand heads takes half a minute
 * at 2 kB a second, a full message of prefixes two. But not without end, or who lies would only have to drip.
 */
export function isOverdue({ at, heard }: Mark, { bytesIn }: Line, now: number, ms: number): boolean {
  const waited = now - at
  if (waited < ms) return false
  return waited >= LIVELY_TIMES * ms || bytesIn - heard < leastBytes(waited)
}

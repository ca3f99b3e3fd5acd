import type { Random } from '../contract.ts'
import type { Limits } from '../limits.ts'

/** Milliseconds until the next attempt: doubling, bounded, and spread by half so that many nodes don't come at once. */
export function backOff(attempts: number, limits: Limits, random: Random): number {
  const full = Math.min(limits.redialMaxMs, limits.redialMs * 2 ** Math.min(Math.max(attempts, 1) - 1, 30))
  const [a = 0, b = 0] = random.bytes(2)
  return full / 2 + (full / 2) * ((a * 256 + b) / 65_536)
}

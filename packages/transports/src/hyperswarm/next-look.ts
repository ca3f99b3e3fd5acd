import type { Random } from '../contract.ts'

export type NetworkView = {
  /** In the routing table. */
  dhtNodes: number
  connections: number
}

/** The first looks after a join, in milliseconds: whoever joined at the same moment is announced by then. */
const SOON = [100, 400, 1_200, 3_000, 8_000, 20_000, 60_000, 180_000]

/** A table of fewer nodes than a bucket holds: a private network, where a look is a handful of packets. */
const SMALL_NETWORK = 20

/** The public network is asked no more often than Hyperswarm itself does. */
const SELDOM_MS = 600_000

/**
 * How long until a topic is looked up and announced again. Alone in a small network it stays quick, since the next to
 * come may be one that only announces; in the public one the load counts. Where nobody answers, the wait is bounded by
 * what a person stands after the network is back.
 */
export function nextLook(
  { round, failed, dhtNodes, connections }: NetworkView & { round: number; failed: boolean },
  random: Random,
): number {
  const scheduled = SOON[round] ?? SELDOM_MS
  const most =
    dhtNodes === 0 || failed
      ? 15_000
      : dhtNodes >= SMALL_NETWORK
        ? SELDOM_MS
        : connections === 0
          ? 2_000
          : 30_000
  const [byte = 0] = random.bytes(1)
  return Math.min(scheduled, most) * (0.85 + (0.3 * byte) / 256)
}

/** Whoever has the smaller key dials first; the other would only dial if that did not work. */
const FIRST_MS = 200
const SECOND_MS = 1_200

/**
 * How long to wait before a peer that a look has found is dialed. Two nodes that dial each other at the same moment
 * collide: each drops one of two half-made connections, one side may hold on to the one that is dead at the other, and
 * it took up to 3.6 s until both had the same (20 tries on loopback). What a first look finds was there before us and
 * does not know of us yet, so there is nothing to collide with.
 */
export function dialWait(own: Uint8Array, remote: Uint8Array, firstLook: boolean): number {
  if (firstLook) return 0
  return Buffer.compare(own, remote) < 0 ? FIRST_MS : SECOND_MS
}

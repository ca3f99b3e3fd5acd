import type { Io } from '../io.ts'
import type { Options } from '../options.ts'
import type { Session } from '../session.ts'
import { answering } from './silent.ts'

/** How long to look for somebody at all, and then for them to hand over what is missing. */
const MEET_MS = 2_000
/**
 * When the answer is worth nothing without others, as a search with nothing here yet, or a commons just joined: finding somebody over a
 * DHT took up to 7 s from one network to another, and one look-up may miss.
 */
export const MEET_LONG_MS = 15_000
const CATCH_UP_MS = 10_000
/** How long what was just written may take to reach those who are connected. */
const HAND_OVER_MS = 5_000
const LOOK_AGAIN_MS = 50
const SAY_AFTER_MS = 500

/** Tells whether a node of our own may reach anybody. */
export function mayMeet(session: Session, options: Options): boolean {
  if (session.daemon) return false
  return options.allowed('internet') || options.allowed('lan') || options.list('connect').length > 0
}

/** `must`: without others there is nothing to show. `nice`: there is, and it may be old. */
export type Need = 'must' | 'nice'

/**
 * With a node of our own that has only just been opened: waits until it has met somebody and has what they have, or
 * until it is clear that nobody is there. A running node is not waited for: it is as far as it can be. `wanted` is the
 * commons that it is about, all of them when left out.
 */
export async function settle(
  session: Session,
  io: Io,
  options: Options,
  need: Need = 'nice',
  wanted?: string,
): Promise<void> {
  if (!mayMeet(session, options)) return
  const meet = need === 'must' ? MEET_LONG_MS : MEET_MS
  const began = performance.now()
  let said = false
  for (;;) {
    const { peers, commons } = await session.client.status()
    const passed = performance.now() - began
    // A commons that nobody here has is not waited for, unless it is the very one that is wanted.
    const met = commons.filter(({ id }) => answering(peers).some((peer) => peer.commons.includes(id)))
    const asked = wanted === undefined ? met : met.filter(({ id }) => id === wanted)
    if (commons.length === 0 || (asked.length > 0 && asked.every(({ behind }) => behind === 0))) return
    if (passed > (asked.length > 0 ? CATCH_UP_MS : meet) || io.signal.aborted) return
    if (!said && passed > SAY_AFTER_MS && io.errTty) io.note(io.errStyle.dim('Asking others …'))
    said ||= passed > SAY_AFTER_MS
    await pause()
  }
}

/**
 * With a node of our own: gives what was just written the time to reach those who are connected, and says so if it
 * has reached nobody.
 */
export async function handOver(session: Session, io: Io, options: Options): Promise<void> {
  if (session.daemon) return
  const began = performance.now()
  const wait = mayMeet(session, options)
  for (;;) {
    const { peers, safeToClose } = await session.client.status()
    const there = answering(peers).length > 0
    if (there && safeToClose.answer === 'yes') return
    const passed = performance.now() - began
    if (!wait || io.signal.aborted || passed > (there ? HAND_OVER_MS : MEET_MS)) break
    await pause()
  }
  io.note('Only on this computer so far: others get it while a node runs here (`allmende start`).')
}

function pause(): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, LOOK_AGAIN_MS))
}

import type { NodeStatus, Progress } from '@allmende/api/client'
import type { Invocation } from '../action.ts'
import type { Session } from '../session.ts'
import { counted } from '../terminal/amounts.ts'
import { mayMeet, MEET_LONG_MS } from './settle.ts'
import { answering } from './silent.ts'

type Invoked = Pick<Invocation, 'io' | 'options'>

/** How long nothing more may come before the command leaves the rest to a running node. */
const QUIET_MS = 10_000
/** A running node goes on by itself: the command shows the beginning. */
const SHOWN_MS = 15_000
const LOOK_MS = 100

/** What of a commons is here, and what is known to be missing. */
export type Arrival = {
  readonly peers: number
  /** Null: nobody who is connected has said yet what there is. */
  readonly behind: number | null
  readonly goods: number
  readonly drafts: number
}

export function arrivalOf({ peers, commons }: NodeStatus, id: string): Arrival | null {
  const found = commons.find((one) => one.id === id)
  if (!found) return null
  const { behind, goods, drafts } = found
  return { peers: answering(peers).filter((peer) => peer.commons.includes(id)).length, behind, goods, drafts }
}

/**
 * Shows how a commons that was just joined comes in, with what is missing as the node knows it, until all is here that those
 * have who are connected, or nothing more comes. Nothing is lost when it ends: it says what goes on, and what to do for it.
 */
export async function arrive(
  { io, options }: Invoked,
  session: Session,
  id: string,
): Promise<Arrival | null> {
  const running = session.daemon !== null
  // A program that reads our words wants them at once; a node of our own has to be given the time in any case.
  const waits = running ? io.errTty : mayMeet(session, options)
  const look = async () => arrivalOf(await session.client.status(), id)
  if (!waits) return look()
  return io.withProgress(async (onProgress) => {
    const began = performance.now()
    let [movedAt, most, before] = [began, 0, '']
    for (;;) {
      const now = await look()
      if (now === null || now.behind === 0) return now
      const at = performance.now()
      if (`${now.behind} ${now.goods}` !== before) [movedAt, before] = [at, `${now.behind} ${now.goods}`]
      most = Math.max(most, now.behind ?? 0)
      onProgress(progressOf(now, most))
      const over =
        now.peers === 0
          ? at - began > MEET_LONG_MS
          : at - movedAt > QUIET_MS || (running && at - began > SHOWN_MS)
      if (over || io.signal.aborted) return now
      await new Promise((resolve) => setTimeout(resolve, LOOK_MS))
    }
  })
}

export function progressOf({ peers, behind, goods }: Arrival, most: number): Progress {
  if (peers === 0) return { phase: 'looking for somebody of this commons', done: 0, unit: 'blocks' }
  if (behind === null) return { phase: 'connected: hearing what there is', done: 0, unit: 'blocks' }
  const note = `${counted(goods, 'good')} here`
  return { phase: 'fetching', done: most - behind, total: most, unit: 'blocks', note }
}

/** What is here, and what to do next: a new member must not stand before an empty screen. */
export function arrivalWords({ peers, behind, goods, drafts }: Arrival, running: boolean): string[] {
  const here = `${counted(goods, 'good')} and ${counted(drafts, 'draft')}`
  const next = running
    ? 'The running node goes on by itself; `allmende status` shows how far it is.'
    : '`allmende start` goes on with it and stays; while it runs it comes by itself.'
  if (peers === 0) {
    const found = goods + drafts > 0 ? `Here from before: ${here}.` : 'Nothing of it is here yet.'
    return [`Nobody of this commons is connected. ${found}`, next]
  }
  if (behind === null)
    return [`Connected with ${counted(peers, 'computer')}, and nobody has said yet what there is.`, next]
  if (behind > 0) return [`Here so far: ${here}; ${counted(behind, 'block')} known to be missing.`, next]
  if (goods + drafts === 0)
    return [
      'It is empty so far: put something in with `allmende share FOLDER` or `allmende draft new TITLE`.',
    ]
  return [`Here: ${here}. Look around with \`allmende find\`.`]
}

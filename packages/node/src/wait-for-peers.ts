import type { LogKey } from '@allmende/vocabulary'
import type { OpenCommons } from './commons-book.ts'
import type { ActionContext } from './contract.ts'
import { fail } from './errors.ts'
import type { Parts } from './parts.ts'

/** With `wait`, nothing but a cancel ends the waiting. */
export type WaitPolicy = { readonly wait: boolean }

/** How long to look for somebody before saying that nobody is there: two rounds of a DHT look-up on a slow line. */
export const LOOK_MS = 15_000
/** How long newer records of a log that came late are waited for: a version published just now should be the one copied. */
const CATCH_UP_MS = 3_000

/**
 * Waits until `look` finds something, or nobody who could bring it turns up in time.
 * Throws NO_HOLDER, CANCELLED.
 */
export async function arrival(
  parts: Parts,
  commons: OpenCommons,
  log: LogKey,
  what: string,
  context: ActionContext,
  policy: WaitPolicy,
  look: () => Promise<unknown>,
): Promise<void> {
  await commons.follower.settled(log)
  await parts.network.start()
  if ((await look()) === null) {
    context.onProgress?.({ phase: `looking for somebody who has ${what}`, done: 0, unit: 'records' })
    await until(
      commons,
      parts,
      context,
      policy.wait ? Infinity : LOOK_MS,
      async () => (await look()) !== null,
      what,
    )
  }
  await caughtUp(parts, commons)
  await commons.follower.settled(log)
}

/** Nobody connected: goes on at once with what is here. Somebody connected: what they have more comes first. */
async function caughtUp(parts: Parts, commons: OpenCommons): Promise<void> {
  const deadline = Date.now() + CATCH_UP_MS
  while (
    parts.sync.progress(commons.id).peers > 0 &&
    parts.sync.progress(commons.id).behind !== 0 &&
    Date.now() < deadline
  ) {
    await new Promise((resolve) => setTimeout(resolve, 20))
  }
}

async function until(
  commons: OpenCommons,
  parts: Parts,
  context: ActionContext,
  limit: number,
  found: () => Promise<boolean>,
  what: string,
): Promise<void> {
  const deadline = Date.now() + limit
  // Polled and not only awaited from events: what is looked for may come by record, by binding or by rebuilt views.
  while (!(await found())) {
    if (context.signal?.aborted) throw fail('CANCELLED')
    if (Date.now() > deadline) throw nobody(parts, commons, what)
    await new Promise((resolve) => setTimeout(resolve, 25))
  }
}

export function nobody(parts: Parts, commons: OpenCommons, what: string): Error {
  const { peers } = parts.sync.progress(commons.id)
  const found =
    peers === 0 ? 'no node of this commons is connected' : `${peers} connected, none of them has it`
  return fail('NO_HOLDER', { what, found })
}

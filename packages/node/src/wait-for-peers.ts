import type { LogKey } from '@allmende/vocabulary'
import type { OpenCommons } from './commons-book.ts'
import type { ActionContext } from './contract.ts'
import { fail } from './errors.ts'
import type { Parts } from './parts.ts'
import { Patience, type WaitPolicy } from './patience.ts'

/** How long a node that has only just gone online looks for others before it is content with what it has. */
const MEET_MS = 3_000
/** Of a few logs a moment; where all is folded anew after an update nobody waits for the end. */
const FOLD_MS = 2_000
/** How long newer records of a log that came late are waited for: a version published just now should be the one copied. */
const CATCH_UP_MS = 3_000

/**
 * Waits until `look` finds something, or nobody who could bring it turns up in time.
 * Throws NO_HOLDER, or the reason of the signal.
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
  await soonFolded(commons)
  await parts.network.start()
  if ((await look()) === null) {
    context.onProgress?.({ phase: `looking for somebody who has ${what}`, done: 0, unit: 'records' })
    await until(commons, parts, context, policy, async () => (await look()) !== null, what)
  }
  await caughtUp(parts, commons, context)
  await commons.follower.settled(log)
}

/** What others said of it lies in their logs: a node that was only just opened may still be folding them. */
async function soonFolded({ follower }: OpenCommons): Promise<void> {
  let timer: NodeJS.Timeout | undefined
  const late = new Promise<void>((resolve) => (timer = setTimeout(resolve, FOLD_MS)))
  await Promise.race([follower.caughtUp, late])
  clearTimeout(timer)
}

/**
 * Somebody connected: what they have more comes first. Nobody: goes on with what is here, unless we have only just
 * begun to look, since a command would otherwise always answer from its own old records.
 */
async function caughtUp(parts: Parts, commons: OpenCommons, context: ActionContext): Promise<void> {
  const { signal } = context
  const found = () => parts.sync.progress(commons.id).peers > 0
  while (!found() && parts.network.onlineFor < MEET_MS && !signal?.aborted) await pause()
  const deadline = Date.now() + CATCH_UP_MS
  const coming = new Coming(parts, commons, context)
  while (
    parts.sync.progress(commons.id).peers > 0 &&
    parts.sync.progress(commons.id).behind !== 0 &&
    Date.now() < deadline
  ) {
    coming.tell()
    await pause()
  }
}

async function until(
  commons: OpenCommons,
  parts: Parts,
  context: ActionContext,
  policy: WaitPolicy,
  found: () => Promise<boolean>,
  what: string,
): Promise<void> {
  const patience = new Patience(parts, commons.id, context, policy)
  const coming = new Coming(parts, commons, context)
  let [cameAt, before] = [performance.now(), '']
  // Polled and not only awaited from events: what is looked for may come by record, by binding or by rebuilt views.
  while (!(await found())) {
    context.signal?.throwIfAborted()
    // On a slow line much may come before what is looked for.
    const { behind, logs } = parts.sync.progress(commons.id)
    const now = `${behind} ${logs}`
    if (now !== before) [cameAt, before] = [performance.now(), now]
    coming.tell()
    if (!patience.waitsOn(performance.now() - cameAt)) throw nobody(parts, commons, what)
    await pause()
  }
}

/** Says how much of what is known to be missing has come: on a slow line that is the longest part. */
class Coming {
  readonly #parts: Parts
  readonly #commons: OpenCommons
  readonly #context: ActionContext
  #most = 0
  #said = -1

  constructor(parts: Parts, commons: OpenCommons, context: ActionContext) {
    this.#parts = parts
    this.#commons = commons
    this.#context = context
  }

  tell(): void {
    const behind = this.#parts.sync.progress(this.#commons.id).behind ?? 0
    if (behind === this.#said || behind === 0) return
    this.#said = behind
    this.#most = Math.max(this.#most, behind)
    const [done, total] = [this.#most - behind, this.#most]
    this.#context.onProgress?.({ phase: 'fetching what was written', done, total, unit: 'blocks' })
  }
}

function pause(): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, 20))
}

export function nobody(parts: Parts, commons: OpenCommons, what: string): Error {
  const { peers } = parts.sync.progress(commons.id)
  const found =
    peers === 0 ? 'no node of this commons is connected' : `${peers} connected, none of them has it`
  return fail('NO_HOLDER', { what, found })
}

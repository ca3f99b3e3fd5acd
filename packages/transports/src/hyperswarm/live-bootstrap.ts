import type HyperDHT from 'hyperdht'
import type { DhtAddress, DhtNode } from 'hyperdht'
import type { Clock, Timers } from '../contract.ts'

/** Since the last look at who answers. A dead one costs each query four seconds until it is noticed. */
const AGAIN_MS = 30_000

/** Once one has answered, the others have so long before the queries begin without them. */
const OTHERS_MS = 300

/** While nobody answers, the queries wait for so long. A packet that is lost is sent again after a second. */
const NOBODY_MS = 1_500

type Parts = { dht: HyperDHT; clock: Clock; timers: Timers }

/**
 * Has queries begin at those bootstrap nodes that answer. dht-rpc asks all of them in each query of a small network and waits
 * for each: with one of two dead, two peers found each other after 17 s instead of one. When none answers, all are asked.
 */
export function useLivingBootstrap({ dht, clock, timers }: Parts): void {
  if (dht.bootstrapNodes.length < 2) return
  const resolve = dht._resolveBootstrapNodes.bind(dht)
  let answered: DhtNode[] = []
  let all: DhtNode[] = []
  let lookedAt = -Infinity
  let looking: Promise<void> | null = null
  const look = async (): Promise<void> => {
    lookedAt = clock.now()
    const fresh: DhtNode[] = []
    all = []
    for await (const node of resolve()) all.push(node)
    let timer: unknown
    let enough = (): void => {}
    const soon = new Promise<void>((resolve) => (enough = resolve))
    const pings = all.map(async (node) => {
      if (!(await answers(dht, node))) return
      fresh.push(node)
      answered = fresh
      timer ??= timers.setTimeout(enough, OTHERS_MS)
    })
    const late = timers.setTimeout(enough, NOBODY_MS)
    await Promise.race([Promise.all(pings), soon])
    timers.clearTimeout(late)
    timers.clearTimeout(timer)
    answered = fresh
  }
  dht._resolveBootstrapNodes = async function* () {
    const stale = clock.now() - lookedAt > AGAIN_MS || answered.length === 0
    if (stale) looking ??= look().finally(() => (looking = null))
    if (answered.length === 0) await looking
    yield* answered.length > 0 ? answered : all
  }
}

async function answers(dht: HyperDHT, node: DhtAddress): Promise<boolean> {
  try {
    await dht.ping(node)
    return true
  } catch {
    return false
  }
}

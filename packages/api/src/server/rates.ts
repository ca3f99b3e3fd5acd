import type { AllmendeError } from '@allmende/vocabulary'
import { fail } from '../errors.ts'
import { KNOCK_BURST, KNOCKS_PER_SECOND, REQUEST_BURST, REQUESTS_PER_SECOND } from '../limits.ts'
import { Rate } from './rate.ts'

/** How much is asked at once. Whoever has a token is held up by their own requests only, and by nobody who has none. */
export type Rates = {
  /** Counts a request of somebody who was let in. Returns the refusal, or null. */
  readonly refuseMore: (who: string) => AllmendeError | null
  /** Counts a request that shows no right token. */
  readonly refuseKnock: () => AllmendeError | null
  /** Counts one on a route that needs none. */
  readonly refuseOpen: () => AllmendeError | null
}

export function createRates(clock: { now(): number }): Rates {
  const those = new Map<string, Rate>()
  const outside = () => new Rate(KNOCK_BURST, KNOCKS_PER_SECOND, clock.now())
  const [knocks, open] = [outside(), outside()]
  const refused = (rate: Rate, now: number) => (rate.take(now) ? null : fail('REQUESTS_MANY'))
  const forgetQuiet = (now: number) => {
    for (const [who, rate] of those) if (rate.full(now)) those.delete(who)
  }
  return {
    refuseMore(who) {
      const now = clock.now()
      let rate = those.get(who)
      if (!rate) {
        forgetQuiet(now)
        those.set(who, (rate = new Rate(REQUEST_BURST, REQUESTS_PER_SECOND, now)))
      }
      return refused(rate, now)
    },
    refuseKnock: () => refused(knocks, clock.now()),
    refuseOpen: () => refused(open, clock.now()),
  }
}

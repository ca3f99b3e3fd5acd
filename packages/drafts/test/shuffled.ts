import type { Seeded } from '@allmende/testkit'
import type { Submission } from '../src/judge.ts'

/** Several logs in one order of arrival: mixed, but each in its own order. */
export function shuffled(random: Seeded, logs: Submission[][]): Submission[] {
  const next = logs.map(() => 0)
  const order = random.shuffle(logs.flatMap((log, index) => log.map(() => index)))
  return order.map((index) => logs[index]![next[index]!++]!)
}

/**
 * The acceptance suite of the Transport contract: rules T1 … of SPEC.md, as tape tests. A new transport is one when
 * `transportSuite(name, setUp)` passes.
 */
import { exchangeRules } from './suite/exchange.ts'
import { lifeRules } from './suite/life.ts'
import { meetingRules } from './suite/meeting.ts'
import { register, type SetUp } from './suite/world.ts'

export type { SetUp, World } from './suite/world.ts'

/** Registers the tests. `setUp` is called for each, and what it gives is closed after each. */
export function transportSuite(name: string, setUp: SetUp): void {
  register(name, setUp, { ...exchangeRules, ...lifeRules, ...meetingRules })
}

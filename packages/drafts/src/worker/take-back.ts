import type { Body } from './body.ts'
import type { Ledger } from './ledger.ts'
import type { RawParts } from './parts.ts'

/** Takes the last own changes back: for each stretch of them by one actor, all as it was with it. All must be settled. */
export function takeBack(
  ledger: Ledger,
  body: Body,
  drop: number,
): { actor: string; text: string; parts: RawParts }[] {
  const stretches: { actor: string; text: string; parts: RawParts }[] = []
  const actors = ledger.lastOwn(drop)
  for (let left = drop; left > 0;) {
    const actor = actors[left - 1]!
    const count = left - 1 - actors.slice(0, left).findLastIndex((other) => other !== actor)
    stretches.unshift({ actor, text: body.text(), parts: body.parts() })
    ledger.dropOwn(count)
    body.rebuild(ledger.again().accepted)
    left -= count
  }
  return stretches
}

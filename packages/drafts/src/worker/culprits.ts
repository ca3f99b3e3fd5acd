import { fail } from '../errors.ts'
import type { Refusal } from '../judge.ts'
import type { Body } from './body.ts'
import type { Accepted, Ledger } from './ledger.ts'

/**
 * Finds by halves the change with which a call of Automerge begins to fail, and keeps it out; until all goes through.
 * Returns the refusals among the suspects. The body is the present then.
 */
export function keepOutCulprits(ledger: Ledger, body: Body, suspects: ReadonlySet<string>): Refusal[] {
  for (;;) {
    const { accepted, refused } = ledger.again()
    if (body.rebuild(accepted)) {
      ledger.take()
      return refused.filter(({ hash }) => hash !== null && suspects.has(hash))
    }
    const good = accepted.filter(({ hash }) => !suspects.has(hash))
    const bad = accepted.filter(({ hash }) => suspects.has(hash))
    ledger.banned.set(findCulprit(body, good, bad), 'CHANGE_UNREADABLE')
  }
}

function findCulprit(body: Body, good: Accepted[], suspects: Accepted[]): string {
  let low = 0
  let high = suspects.length
  while (high - low > 1) {
    const middle = (low + high) >> 1
    if (body.rebuild([...good, ...suspects.slice(0, middle)])) low = middle
    else high = middle
  }
  const culprit = suspects[high - 1]?.hash
  if (culprit !== undefined) return culprit
  throw fail('DRAFT_SNAPSHOT', { reason: 'the document before the failure cannot be built' })
}

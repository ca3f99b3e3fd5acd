import type { Thing } from '@allmende/views'
import { fail } from './errors.ts'
import type { OpenCommons } from './commons-book.ts'
import type { Parts } from './parts.ts'

/** Whether this person may change a good: its author, or whom the author named. */
export function mayTend(parts: Parts, thing: Thing): boolean {
  const self = parts.logs.identity?.person
  return self !== undefined && (thing.author === self || thing.maintainers.includes(self))
}

/** Throws SHARE_FOREIGN for who may not. */
export function mustTend(parts: Parts, thing: Thing): void {
  if (!mayTend(parts, thing)) throw fail('SHARE_FOREIGN', { title: thing.title, id: thing.id })
}

/** Throws COMMONS_OWN_WORDS where one only reads. */
export function mustBeMember(commons: OpenCommons, what: string): void {
  if (commons.entry.role !== 'member') throw fail('COMMONS_OWN_WORDS', { what })
}

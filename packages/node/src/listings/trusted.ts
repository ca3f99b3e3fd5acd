import { vouchedFor } from '@allmende/rules'
import type { PersonId } from '@allmende/vocabulary'
import type { Parts } from '../parts.ts'

/** People whom somebody vouched for in one's own commons: what they list is kept before all else. */
export class TrustedPeople {
  readonly #parts: Pick<Parts, 'book' | 'views' | 'logs'>
  #people = new Set<PersonId>()

  constructor(parts: Pick<Parts, 'book' | 'views' | 'logs'>) {
    this.#parts = parts
  }

  has(person: PersonId): boolean {
    return this.#people.has(person)
  }

  async renew(): Promise<void> {
    const { book, views, logs } = this.#parts
    const self = logs.identity?.person
    const all = new Set<PersonId>()
    for (const { id, entry } of book.members()) {
      const roots = [self, entry.founder].filter((person) => person !== undefined)
      const vouches = (await views.vouches(id)).map(({ from, to }) => ({ by: from, person: to }))
      for (const person of vouchedFor({ roots, vouches })) all.add(person)
      for (const person of roots) all.add(person)
    }
    this.#people = all
  }
}

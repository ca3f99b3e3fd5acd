import { shortId } from '@allmende/vocabulary'
import type { HereInfo } from '../contract-live.ts'
import { namesIn } from '../credits.ts'
import type { Parts } from '../parts.ts'
import type { Cursor } from './messages.ts'
import type { Spot } from './neighbour.ts'

/** Names change seldom, and cursors ten times a second. */
const NAMES_FOR_MS = 10_000

type PeopleParts = Pick<Parts, 'presence' | 'owners' | 'views' | 'blocks' | 'clock' | 'logs'>

/** Somebody at a draft, with the characters that their cursor stands behind, where they said. */
export type PersonHere = Omit<HereInfo, 'cursor'> & { readonly cursor: Cursor | null }

/** Tells who is at a draft by name: a node belongs to whom its own signature and the person's record say. */
export class PeopleHere {
  readonly #parts: PeopleParts
  readonly #names = new Map<string, { names: ReadonlyMap<string, string>; at: number }>()

  constructor(parts: PeopleParts) {
    this.#parts = parts
  }

  async at(spot: Spot): Promise<PersonHere[]> {
    const { presence, logs, owners, blocks } = this.#parts
    const names = await this.#namesIn(spot)
    const known = await owners.in(spot.commons)
    const ownerOf = (node: string) => known.find((owner) => owner.node === node)?.person ?? null
    const nameOf = (person: string | null) => (person === null ? null : (names.get(person) ?? null))
    const self = logs.identity?.person ?? null
    const here = presence.seats(spot).map(({ id, guest, cursor, ids }): PersonHere => ({
      id,
      person: self,
      name: nameOf(self),
      ...(guest === null ? {} : { guest }),
      here: true,
      cursor: cursor && { ...cursor, ...(ids && { ids }) },
    }))
    const elsewhere = presence.seen(spot).flatMap(({ node, id, guest, cursor, via }): PersonHere[] => {
      const person = ownerOf(node)
      if (person !== null && blocks.isBlocked(person, spot.commons)) return []
      const passer = via === null ? null : ownerOf(via)
      return [
        {
          id: `${node} ${id}`,
          person,
          name: nameOf(person),
          ...(guest === null ? {} : { guest }),
          here: false,
          ...(via === null ? {} : { via: nameOf(passer) ?? shortId(via) }),
          cursor,
        },
      ]
    })
    return [...here, ...elsewhere]
  }

  async #namesIn({ commons }: Spot): Promise<ReadonlyMap<string, string>> {
    const now = this.#parts.clock.now()
    const known = this.#names.get(commons)
    if (known && known.at > now - NAMES_FOR_MS) return known.names
    const names = await namesIn(this.#parts, commons)
    this.#names.set(commons, { names, at: now })
    return names
  }
}

import { everyPage } from '../client/every-page.ts'
import type { AllmendeNode, DraftSuggestionInfo } from '@allmende/node'
import { displayText } from '@allmende/vocabulary'
import { fail } from '../errors.ts'
import type { Door, Entered } from './doors.ts'
import { MAX_SUGGESTIONS, MAX_WAITING, MAX_WHY } from './limits.ts'
import { mustHave } from './right.ts'

type OfferParts = { readonly node: AllmendeNode; readonly clock: { now(): number } }

/** What a guest sends: the whole text as it is to be, and which text it was a copy of. */
type Offered = {
  readonly key: string
  readonly text: string
  readonly heads: readonly string[]
  readonly why: string
}

/** What became of one suggestion. */
type Fate = Pick<DraftSuggestionInfo, 'id' | 'title' | 'at' | 'state' | 'reason'> &
  Record<'pieces' | 'accepted' | 'declined', number>

/** Guests who suggest: they edit a copy of the text, and what is different in it goes to those who may edit, in the guest's name. */
export class GuestOffers {
  readonly #parts: OfferParts

  constructor(parts: OfferParts) {
    this.#parts = parts
  }

  async copy({ door }: Entered): Promise<{ text: string; heads: readonly string[] }> {
    mustHave(door, 'suggest')
    const { text, heads } = await this.#parts.node.draftText(door.thing)
    return { text, heads }
  }

  maySuggest({ door, guest }: Entered): void {
    mustHave(door, 'suggest')
    if (!guest.suggesting.take(this.#parts.clock.now())) throw fail('GUEST_RATE')
  }

  /** Resolves when it is on the disk of the host. Throws GUEST_RIGHT, GUEST_WAITING, GUEST_WHY, those of `draftSuggest`. */
  async suggest(entered: Entered, offered: Offered): Promise<{ id: string; pieces: number }> {
    mustHave(entered.door, 'suggest')
    const { suggested } = entered.guest
    const known = suggested.get(offered.key)
    if (known) return known
    if (suggested.size >= MAX_SUGGESTIONS) throw fail('GUEST_WAITING', { found: String(suggested.size) })
    const making = this.#suggest(entered, offered)
    suggested.set(offered.key, making)
    // What was refused may be sent again.
    making.catch(() => suggested.delete(offered.key))
    return making
  }

  async #suggest({ door, guest }: Entered, { text, heads, why }: Offered) {
    const title = displayText(why, MAX_WHY)
    if (title === '') throw fail('GUEST_WHY', { expected: `1 to ${MAX_WHY} characters` })
    const waiting = await this.#waiting(door)
    if (waiting >= MAX_WAITING) throw fail('GUEST_WAITING', { found: String(waiting) })
    // The door may have been closed while that was looked up: nothing comes through it then.
    if (door.closed.signal.aborted) throw fail('GUEST_CLOSED')
    const request = { draft: door.thing, text: text.toWellFormed(), heads, title, guest: guest.name }
    const { id, pieces } = await this.#parts.node.draftSuggest(request)
    return { id, pieces }
  }

  /** What this guest suggested, the newest first. Nothing of what others did: that is between them and the host. */
  async suggestions({ door, guest }: Entered): Promise<{ suggestions: Fate[] }> {
    mustHave(door, 'suggest')
    const own = await idsOf([...guest.suggested.values()])
    if (own.size === 0) return { suggestions: [] }
    const suggestions = await this.#all(door)
    return {
      suggestions: suggestions
        .filter(({ id }) => own.has(id))
        .map(fateOf)
        .toReversed(),
    }
  }

  #all(door: Door): Promise<DraftSuggestionInfo[]> {
    const { node } = this.#parts
    return everyPage(
      (page) => node.draftSuggestions(door.thing, page),
      ({ suggestions }) => suggestions,
    )
  }

  async #waiting(door: Door): Promise<number> {
    const ids = await idsOf([...door.guests.values()].flatMap(({ suggested }) => [...suggested.values()]))
    if (ids.size === 0) return 0
    const suggestions = await this.#all(door)
    return suggestions
      .filter(({ id, state }) => ids.has(id) && state !== 'withdrawn')
      .flatMap(({ pieces }) => pieces)
      .filter(({ state }) => state === 'open').length
  }
}

/** Those that were taken; what is under way is waited for, so that many at once are counted one after the other. */
async function idsOf(suggested: readonly Promise<{ id: string }>[]): Promise<Set<string>> {
  const settled = await Promise.allSettled(suggested)
  return new Set(settled.flatMap((one) => (one.status === 'fulfilled' ? [one.value.id] : [])))
}

function fateOf({ id, title, at, state, reason, pieces }: DraftSuggestionInfo): Fate {
  const count = (which: 'accepted' | 'declined') => pieces.filter((piece) => piece.state === which).length
  const accepted = count('accepted')
  return { id, title, at, state, reason, pieces: pieces.length, accepted, declined: count('declined') }
}

import type { Talk } from '@allmende/sync'
import type { CommonsId, RecordId } from '@allmende/vocabulary'
import { encodePresence, type Entry, type PresenceMessage, type Version } from './messages.ts'

/** Drafts that one peer may have open at once; what it says of more is passed over. */
const MAX_DRAFTS = 32
/** Told of at once: with a turn every 100 ms, some 40 messages a second. */
const MAX_A_TURN = 4

/** A draft in a commons. */
export type Spot = { readonly commons: CommonsId; readonly draft: RecordId }

export function spotKey({ commons, draft }: Spot): string {
  return `${commons} ${draft}`
}

/** `own`: somebody there has it open. `relay`: it only passes on between others. */
export type Opening = 'own' | 'relay' | null

type Heard = { readonly entries: readonly Entry[]; readonly at: number }

/** What was said with one node, about which drafts. */
export class Neighbour {
  readonly talk: Talk
  readonly version: Version
  readonly #theirs = new Map<string, { spot: Spot; opening: 'own' | 'relay' }>()
  readonly #ours = new Map<string, 'own' | 'relay'>()
  readonly #heard = new Map<string, Heard>()
  readonly #due = new Map<string, Spot>()

  constructor(talk: Talk, version: Version) {
    this.talk = talk
    this.version = version
  }

  /** What the node has open of what was told. */
  opening(spot: Spot): Opening {
    return this.#theirs.get(spotKey(spot))?.opening ?? null
  }

  opened(): Spot[] {
    return [...this.#theirs.values()].map(({ spot }) => spot)
  }

  onOpened(spot: Spot, own: boolean): void {
    const key = spotKey(spot)
    if (!this.#theirs.has(key) && this.#theirs.size >= MAX_DRAFTS) return
    this.#theirs.set(key, { spot, opening: own ? 'own' : 'relay' })
  }

  onShut(spot: Spot): void {
    const key = spotKey(spot)
    this.#theirs.delete(key)
    this.#heard.delete(key)
  }

  onHere(spot: Spot, entries: readonly Entry[], at: number): void {
    const key = spotKey(spot)
    // Only of what both have said they have open.
    if (this.#theirs.has(key) && this.#ours.has(key)) this.#heard.set(key, { entries, at })
  }

  /** Who is there or was passed on from there, if it was said since. */
  heard(spot: Spot, since: number): readonly Entry[] {
    const heard = this.#heard.get(spotKey(spot))
    return heard && heard.at >= since ? heard.entries : []
  }

  /** Says what this node has open; nothing when the other was told already. */
  tellOpening(spot: Spot, opening: Opening): void {
    const key = spotKey(spot)
    if ((this.#ours.get(key) ?? null) === opening) return
    if (opening === null) {
      this.#ours.delete(key)
      this.#due.delete(key)
      this.#say({ type: 'shut', ...spot })
      return
    }
    this.#ours.set(key, opening)
    this.#say({ type: 'open', ...spot, own: opening === 'own' })
    this.due(spot)
  }

  /** Who is here is to be told at the next turn. */
  due(spot: Spot): void {
    this.#due.set(spotKey(spot), spot)
  }

  get waiting(): boolean {
    return this.#due.size > 0
  }

  /** Tells what is due, of a few drafts; the rest at the next turn. */
  tellDue(entriesFor: (spot: Spot) => readonly Entry[]): void {
    for (const [key, spot] of [...this.#due].slice(0, MAX_A_TURN)) {
      this.#due.delete(key)
      if (!this.#theirs.has(key) || !this.#ours.has(key)) continue
      this.#say({ type: 'here', ...spot, entries: entriesFor(spot) })
    }
  }
  /** Whether something of a draft is told at the next turn. */
  isDue(spot: Spot): boolean {
    const key = spotKey(spot)
    return this.#due.has(key) && this.#theirs.has(key) && this.#ours.has(key)
  }

  #say(message: PresenceMessage): void {
    this.talk.send(encodePresence(message, this.version))
  }
}

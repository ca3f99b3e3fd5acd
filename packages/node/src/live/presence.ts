import type { Sync, Talk } from '@allmende/sync'
import type { Clock, CommonsId, NodeId } from '@allmende/vocabulary'
import {
  type Cursor,
  type CursorIds,
  decodePresence,
  type Entry,
  MAX_BYTES,
  MAX_ENTRIES,
  MAX_SEATS,
  PROTOCOLS,
  type Version,
} from './messages.ts'
import { Neighbour, type Spot, spotKey } from './neighbour.ts'

/** A turn: what changed in between is told together. No more than ten a second of a draft and peer. */
const TURN_MS = 100
/** Said again so often, and gone after so long a silence: three are lost before somebody vanishes who is there. */
const AGAIN_MS = 2_000
const SILENT_MS = 6_500
/** Of one connection. An honest node says some 40 a second at the very most. */
const BURST = 200
const PER_SECOND = 60

/** Somebody at this node who has a draft open. */
export type Seat = {
  readonly id: string
  readonly guest: string | null
  cursor: Cursor | null
  /** Behind which characters the cursor stands, once that was asked for; null again where it went on. */
  ids: CursorIds | null
  /** How often it went on otherwise than with the text around it. */
  moves: number
  /** Asks the draft for them. */
  readonly name: ((cursor: Cursor) => Promise<CursorIds>) | null
}

/** Who takes a seat. */
export type Sitter = { readonly id: string; readonly guest?: string; readonly name?: Seat['name'] }

/** Somebody elsewhere. `via` passed it on. */
export type Seen = Entry & { readonly node: NodeId; readonly via: NodeId | null }

type Room = { readonly spot: Spot; readonly seats: Set<Seat>; readonly listeners: Set<() => void> }

export type PresenceParts = {
  readonly id: NodeId
  readonly clock: Clock
  readonly sync: Pick<Sync, 'converse' | 'peers' | 'on' | 'off'>
  /** Whether this node is a member there: strangers are told nothing. */
  readonly belongs: (commons: CommonsId) => boolean
}

/**
 * Who has which draft open, here and at the nodes met: a conversation of its own, about a commons only where it is proven on that
 * connection, and about a draft only with those who have said that they have it open as well. A node between two that have it open
 * passes on what it hears from each directly, and never what was passed on to it: so there are no loops, and three in a line see each other.
 */
export class Presence {
  readonly #parts: PresenceParts
  readonly #neighbours = new Set<Neighbour>()
  readonly #rooms = new Map<string, Room>()
  /** Drafts of which something is to be told here at the next turn. */
  readonly #news = new Set<string>()
  #ends: (() => void)[] = []
  #turn: NodeJS.Timeout | null = null
  #closed = false
  #again: NodeJS.Timeout | null = null

  constructor(parts: PresenceParts) {
    this.#parts = parts
  }

  start(): void {
    const { sync } = this.#parts
    // Older nodes speak the first only. With who speaks both, the second is used.
    this.#ends = ([1, 2] as const).map((version) =>
      sync.converse({
        name: PROTOCOLS[version],
        maxBytes: MAX_BYTES[version],
        burst: BURST,
        perSecond: PER_SECOND,
        open: (talk) => this.#opened(talk, version),
      }),
    )
    sync.on('progress', this.#onProgress)
  }

  close(): void {
    this.#closed = true
    this.#parts.sync.off('progress', this.#onProgress)
    for (const end of this.#ends) end()
    if (this.#turn) clearTimeout(this.#turn)
    if (this.#again) clearInterval(this.#again)
    this.#again = this.#turn = null
    this.#rooms.clear()
  }

  /** Takes a seat at a draft. `point` says where its cursor is, `leave` that nobody is there any more. */
  enter(spot: Spot, { id, guest, name }: Sitter) {
    const seat: Seat = { id, guest: guest ?? null, cursor: null, ids: null, moves: 0, name: name ?? null }
    const room = this.#room(spot)
    room.seats.add(seat)
    this.#changed(spot)
    this.#tellOpenings(spot)
    return {
      seat,
      point: (cursor: Cursor | null): void => {
        seat.cursor = cursor
        seat.ids = null
        seat.moves++
        this.#changed(spot)
      },
      leave: (): void => {
        room.seats.delete(seat)
        this.#changed(spot)
        this.#leave(room)
      },
    }
  }

  /** Calls back, a moment later, whenever who is at the draft, or where, may be otherwise. */
  watch(spot: Spot, listener: () => void): () => void {
    const room = this.#room(spot)
    room.listeners.add(listener)
    return () => {
      room.listeners.delete(listener)
      this.#leave(room)
    }
  }

  seats(spot: Spot): Seat[] {
    return [...(this.#rooms.get(spotKey(spot))?.seats ?? [])]
  }

  /** Who is at the draft elsewhere. What a node says of itself goes before what others say of it. */
  seen(spot: Spot): Seen[] {
    const direct: Seen[] = []
    const passed = new Map<string, Seen>()
    for (const neighbour of this.#about(spot.commons)) {
      const { node } = neighbour.talk
      for (const entry of this.#heard(neighbour, spot)) {
        const { origin, id } = entry
        if (origin === null) direct.push({ ...entry, node, via: null })
        else if (origin !== this.#parts.id)
          passed.set(`${origin} ${id}`, { ...entry, node: origin, via: node })
      }
    }
    const met = new Set(direct.map(({ node }) => node))
    return [...direct, ...[...passed.values()].filter(({ node }) => !met.has(node))].slice(0, MAX_ENTRIES)
  }

  #heard(neighbour: Neighbour, spot: Spot): readonly Entry[] {
    return neighbour.heard(spot, this.#parts.clock.now() - SILENT_MS)
  }

  /** Those with whom the commons is proven on the connection. */
  #about(commons: CommonsId): Neighbour[] {
    if (!this.#parts.belongs(commons)) return []
    const peers = this.#parts.sync.peers().filter((peer) => peer.commons.includes(commons))
    const nodes = new Set<string>(peers.map(({ node }) => node))
    const about = new Map<string, Neighbour>()
    for (const neighbour of this.#neighbours) {
      const { node } = neighbour.talk
      if (nodes.has(node) && neighbour.version >= (about.get(node)?.version ?? 1)) about.set(node, neighbour)
    }
    return [...about.values()]
  }

  #opened(talk: Talk, version: Version) {
    const neighbour = new Neighbour(talk, version)
    this.#neighbours.add(neighbour)
    // Nothing can be said before the caller has what we return.
    setImmediate(() => this.#tellAllOpenings())
    return {
      onMessage: (bytes: Uint8Array): void => this.#onMessage(neighbour, bytes),
      onClose: (): void => {
        this.#neighbours.delete(neighbour)
        for (const spot of neighbour.opened()) {
          this.#tellOpenings(spot)
          this.#changed(spot)
        }
      },
    }
  }

  /** A throw refuses the peer: what is no message of ours was made to harm. */
  #onMessage(neighbour: Neighbour, bytes: Uint8Array): void {
    const message = decodePresence(bytes, neighbour.version)
    const { commons, draft } = message
    const spot: Spot = { commons, draft }
    if (!this.#about(commons).includes(neighbour)) return
    if (message.type === 'here') neighbour.onHere(spot, message.entries, this.#parts.clock.now())
    else {
      if (message.type === 'open') neighbour.onOpened(spot, message.own)
      else neighbour.onShut(spot)
      this.#tellOpenings(spot)
      neighbour.due(spot)
    }
    this.#changed(spot, neighbour)
  }

  /** The proof of a commons shows in its progress. */
  readonly #onProgress = ({ commons }: { commons: CommonsId }): void => {
    for (const { spot } of this.#rooms.values()) if (spot.commons === commons) this.#tellOpenings(spot)
  }

  #tellAllOpenings(): void {
    for (const { spot } of this.#rooms.values()) this.#tellOpenings(spot)
  }

  /** Tells everybody that a draft is open here, and the two it is passed on between that it is. */
  #tellOpenings(spot: Spot): void {
    const own = this.#rooms.has(spotKey(spot))
    const about = this.#about(spot.commons)
    const open = about.filter((neighbour) => neighbour.opening(spot) === 'own')
    for (const neighbour of about) {
      const between = open.includes(neighbour) && open.length > 1
      neighbour.tellOpening(spot, own ? 'own' : between ? 'relay' : null)
    }
    this.#wake()
  }

  #entriesFor(neighbour: Neighbour, spot: Spot): Entry[] {
    const seats = this.seats(spot).slice(0, MAX_SEATS)
    const own = seats.map(({ id, guest, cursor, ids }): Entry => ({
      origin: null,
      id,
      guest,
      cursor: cursor && { ...cursor, ...(ids && { ids }) },
    }))
    if (neighbour.opening(spot) !== 'own') return own
    const others = this.#about(spot.commons).filter((other) => other !== neighbour)
    const passed = others.flatMap((other) =>
      this.#heard(other, spot).flatMap((entry) =>
        entry.origin === null ? [{ ...entry, origin: other.talk.node }] : [],
      ),
    )
    return [...own, ...passed].slice(0, MAX_ENTRIES)
  }

  #room(spot: Spot): Room {
    const key = spotKey(spot)
    const room = this.#rooms.get(key) ?? { spot, seats: new Set(), listeners: new Set() }
    this.#rooms.set(key, room)
    return room
  }

  #leave(room: Room): void {
    if (room.seats.size > 0 || room.listeners.size > 0) return
    this.#rooms.delete(spotKey(room.spot))
    this.#tellOpenings(room.spot)
  }

  /** Somebody came, went or moved: told to all but who said it, and to whoever watches here, at the next turn. */
  #changed(spot: Spot, from?: Neighbour): void {
    for (const neighbour of this.#about(spot.commons)) if (neighbour !== from) neighbour.due(spot)
    this.#news.add(spotKey(spot))
    this.#wake()
  }

  #wake(): void {
    if (this.#closed) return
    this.#turn ??= setTimeout(() => this.#takeTurn(), TURN_MS)
    this.#turn.unref()
    if (this.#rooms.size === 0 && this.#relayed().length === 0) {
      if (this.#again) clearInterval(this.#again)
      this.#again = null
    } else {
      this.#again ??= setInterval(() => this.#sayAgain(), AGAIN_MS)
      this.#again.unref()
    }
  }

  /** Where cursors stand is asked of the draft first, for those who are told so. No other turn begins meanwhile. */
  #takeTurn(): void {
    const named = this.#unnamed().map(async (seat) => {
      const { cursor, moves } = seat
      const ids = cursor && (await seat.name?.(cursor).catch(() => null))
      if (seat.moves === moves) seat.ids = ids ?? null
    })
    if (named.length === 0) this.#tell()
    else void Promise.all(named).then(() => this.#tell())
  }

  #unnamed(): Seat[] {
    const asked = [...this.#rooms.values()].filter(({ spot }) =>
      this.#about(spot.commons).some((neighbour) => neighbour.version > 1 && neighbour.isDue(spot)),
    )
    return asked
      .flatMap(({ seats }) => [...seats])
      .filter(({ cursor, ids, name }) => cursor !== null && ids === null && name !== null)
  }

  #tell(): void {
    this.#turn = null
    if (this.#closed) return
    for (const neighbour of this.#neighbours) neighbour.tellDue((spot) => this.#entriesFor(neighbour, spot))
    const news = [...this.#news]
    this.#news.clear()
    for (const key of news) for (const listener of this.#rooms.get(key)?.listeners ?? []) listener()
    if ([...this.#neighbours].some(({ waiting }) => waiting)) this.#wake()
  }

  /** Also whoever has fallen silent is noticed by it. */
  #sayAgain(): void {
    const spots = [...[...this.#rooms.values()].map(({ spot }) => spot), ...this.#relayed()]
    for (const spot of spots) this.#changed(spot)
  }

  /** What is only passed on here. */
  #relayed(): Spot[] {
    const spots = [...this.#neighbours].flatMap((neighbour) => neighbour.opened())
    return [...new Map(spots.map((spot) => [spotKey(spot), spot])).values()].filter(
      (spot) => !this.#rooms.has(spotKey(spot)),
    )
  }
}

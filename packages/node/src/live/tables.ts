import type { ChangeSet } from '@codemirror/state'
import type { GuestAs, JoinLive, Live, LiveEvent, PointLive, PushLive } from '../contract-live.ts'
import { draftOf, draftToWrite, type OpenDraft } from '../drafts/actions.ts'
import { inBackground } from '../in-background.ts'
import type { Parts } from '../parts.ts'
import { Cursors, placesOf } from './cursors.ts'
import type { Cursor } from './messages.ts'
import { type Spot, spotKey } from './neighbour.ts'
import { LiveTable } from './table.ts'

/** An editor that lost its connection finds its table so long: what it has sent already is known there. */
const KEPT_MS = 10 * 60_000
/** Editors at one table: windows of one person. */
const MAX_CLIENTS = 32
const ID_BYTES = 9

type Place = ReturnType<Parts['presence']['enter']>

type Laid = {
  readonly spot: Spot
  readonly table: LiveTable
  readonly places: Map<string, Place>
  readonly cursors: Cursors
  /** Somebody stands behind characters that are not here yet: looked for again with the next step. */
  lacking: boolean
  readonly unwatch: () => void
  timer: NodeJS.Timeout | null
}

/** The tables at which drafts are edited live: one for this person's own windows, one for each guest, whose edits are kept apart. */
export class LiveTables implements Live {
  readonly #parts: Parts
  readonly #laid = new Map<string, Promise<Laid>>()
  #closed = false

  constructor(parts: Parts) {
    this.#parts = parts
  }

  async liveDraft(
    request: JoinLive,
    { onEvent, signal }: { onEvent: (event: LiveEvent) => void; signal: AbortSignal },
  ): Promise<void> {
    await this.#parts.network.start()
    const draft = await draftOf(this.#parts, request.draft)
    const laid = await this.#at(draft, request.as)
    const { table, places, spot } = laid
    if (signal.aborted || this.#closed) return
    const place = this.#seat(laid, request)
    const self = place?.seat.id
    const leave = table.join((event) => {
      if (event.type !== 'here') return onEvent(event)
      onEvent({ ...event, people: event.people.filter(({ id }) => id !== self) })
    }, request)
    table.handle.follow(true)
    inBackground(this.#parts.logger, 'telling who is here', this.#tellHere(laid))
    await new Promise<void>((resolve) => signal.addEventListener('abort', () => resolve(), { once: true }))
    leave()
    if (place && places.get(request.client) === place) {
      places.delete(request.client)
      place.leave()
    }
    if (!table.used) this.#leaveLying(spotKey(spot) + (request.as?.id ?? ''), laid)
  }

  async pushLive(request: PushLive): Promise<{ version: number }> {
    const draft = await draftToWrite(this.#parts, request.draft)
    const { table } = await this.#at(draft, request.as)
    table.push(request)
    const { version } = table
    await table.handle.flush()
    return { version }
  }

  async pointLive({ draft, client, table, version, cursor, as }: PointLive): Promise<void> {
    const laid = await this.#at(await draftOf(this.#parts, draft), as)
    const place = laid.places.get(client)
    if (!place || laid.table.id !== table) return
    const at = (position: number) => laid.table.placed(position, version)
    place.point(cursor === null ? null : { head: at(cursor.head), anchor: at(cursor.anchor) })
  }

  async close(): Promise<void> {
    this.#closed = true
    const all = [...this.#laid.values()]
    this.#laid.clear()
    await Promise.allSettled(all.map(async (laid) => this.#clear(await laid)))
  }

  #seat({ places, spot, table }: Laid, { client, as }: JoinLive): Place | null {
    // Coming back, an editor takes its own place again.
    places.get(client)?.leave()
    places.delete(client)
    if (places.size >= MAX_CLIENTS) return null
    const id = Buffer.from(this.#parts.random.bytes(ID_BYTES)).toString('base64url')
    const name = async (cursor: Cursor) => {
      const [head, anchor] = await Promise.all([
        table.handle.anchor(cursor.head),
        table.handle.anchor(cursor.anchor),
      ])
      return { head, anchor }
    }
    const place = this.#parts.presence.enter(spot, { id, name, ...(as && { guest: as.name }) })
    places.set(client, place)
    return place
  }

  #at(draft: OpenDraft, as: GuestAs | undefined): Promise<Laid> {
    const spot: Spot = { commons: draft.commons.id, draft: draft.id }
    const key = spotKey(spot) + (as?.id ?? '')
    const known = this.#laid.get(key)
    if (known) return known
    const laying = this.#lay(spot, draft.title, as)
    this.#laid.set(key, laying)
    laying.catch(() => this.#laid.delete(key))
    return laying
  }

  async #lay(spot: Spot, title: string, as: GuestAs | undefined): Promise<Laid> {
    const { drafts, random, presence, logger } = this.#parts
    const asGuest = as && { guest: as.name, ...(as.offers && { offers: true }) }
    const handle = await drafts.open(spot.commons, spot.draft, asGuest)
    const id = Buffer.from(random.bytes(ID_BYTES)).toString('base64url')
    const cursors = new Cursors()
    const places: Laid['places'] = new Map()
    const tellHere = (): void => inBackground(logger, 'telling who is here', this.#tellHere(laid))
    const onStep = (step: ChangeSet, client: string): void => {
      cursors.moved(step)
      if (laid.lacking) tellHere()
      for (const [whose, { seat }] of places) {
        if (seat.cursor === null) continue
        if (whose === client) {
          // Its own typing takes it along, past characters that were not there when it was asked for.
          seat.ids = null
          seat.moves++
        }
        const at = (position: number) => step.mapPos(Math.min(position, step.length), 1)
        seat.cursor = { head: at(seat.cursor.head), anchor: at(seat.cursor.anchor) }
      }
    }
    const table = new LiveTable({ id, title }, handle, (await handle.read()).text, onStep)
    const laid: Laid = {
      spot,
      table,
      places,
      cursors,
      lacking: false,
      timer: null,
      unwatch: presence.watch(spot, tellHere),
    }
    return laid
  }

  async #tellHere(laid: Laid): Promise<void> {
    const { spot, table, cursors } = laid
    if (!table.used) return
    laid.lacking = false
    const people = await this.#parts.people.at(spot)
    const found = await placesOf(people, table.handle)
    // Nothing is waited for from here on: the places are those of the text at this version.
    laid.lacking ||= people.some(({ id, cursor }) => cursor?.ids && !found.has(id))
    table.tell({ type: 'here', version: table.version, people: cursors.placed(people, found, table.length) })
  }

  #leaveLying(key: string, laid: Laid): void {
    laid.table.handle.follow(false)
    if (laid.timer) clearTimeout(laid.timer)
    laid.timer = setTimeout(() => {
      if (laid.table.used) return
      this.#laid.delete(key)
      inBackground(this.#parts.logger, 'closing a draft', this.#clear(laid))
    }, KEPT_MS)
    laid.timer.unref()
  }

  async #clear({ table, places, unwatch, timer }: Laid): Promise<void> {
    if (timer) clearTimeout(timer)
    unwatch()
    for (const place of places.values()) place.leave()
    await table.close()
  }
}

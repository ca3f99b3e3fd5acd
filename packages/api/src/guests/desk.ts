import { randomBytes } from 'node:crypto'
import type { AllmendeNode } from '@allmende/node'
import type { Logger } from '@allmende/vocabulary'
import { fail } from '../errors.ts'
import { lanAddresses } from '../home/lan-addresses.ts'
import type { Assets } from '../server/assets.ts'
import type { GuestDoorInfo, GuestRight, Guests, OpenGuestRequest } from './contract.ts'
import { type Door, Doors, newSecret } from './doors.ts'
import { GuestHost } from './host.ts'
import { DEFAULT_SECONDS, GUEST_PORT, MAX_DOORS, MAX_SECONDS } from './limits.ts'
import { type Listening, listenForGuests } from './listener.ts'

export type DeskOptions = {
  readonly node: AllmendeNode
  readonly logger: Logger
  readonly random?: { bytes(count: number): Uint8Array }
  readonly clock?: { now(): number }
  /** The page for guests; that of @allmende/web when left out. */
  readonly assets?: () => Promise<Assets>
}

type Opened = { readonly door: Door; readonly timer: NodeJS.Timeout }

/** Lets guests of the local network in: off until a door is opened, off again when the last one is closed. Nothing of it outlives the node. */
export class GuestDesk implements Guests {
  readonly #options: DeskOptions
  readonly #random: { bytes(count: number): Uint8Array }
  readonly #clock: { now(): number }
  readonly #doors: Doors
  readonly #host: GuestHost
  readonly #opened = new Map<string, Opened>()
  #listening: Listening[] = []
  /** Opening and closing one after the other: the listener is one for all doors. */
  #turn: Promise<unknown> = Promise.resolve()

  constructor(options: DeskOptions) {
    this.#options = options
    this.#random = options.random ?? { bytes: randomBytes }
    this.#clock = options.clock ?? Date
    this.#doors = new Doors(this.#random, this.#clock)
    const { node } = options
    this.#host = new GuestHost({ node, doors: this.#doors, random: this.#random, clock: this.#clock })
  }

  openGuest(request: OpenGuestRequest): Promise<GuestDoorInfo> {
    return this.#inTurn(() => this.#open(request))
  }

  async listGuests(): Promise<{ doors: readonly GuestDoorInfo[] }> {
    return { doors: this.#doors.all().map((door) => this.#infoOf(door)) }
  }

  closeGuest({ door: named }: { door?: string }): Promise<{ closed: readonly GuestDoorInfo[] }> {
    return this.#inTurn(async () => {
      const found = this.#doors
        .all()
        .filter(({ id, name, title }) => named === undefined || [id, name, title].includes(named))
      if (named !== undefined && found.length === 0) throw fail('GUEST_NOBODY', { found: named })
      const closed = found.map((door) => this.#infoOf(door))
      for (const door of found) this.#shut(door)
      await this.#quietWhenEmpty()
      return { closed }
    })
  }

  /** With the node. */
  async stop(): Promise<void> {
    await this.closeGuest({})
  }

  async #open(request: OpenGuestRequest): Promise<GuestDoorInfo> {
    const { right = 'edit', seconds = DEFAULT_SECONDS, name = null } = request
    if (this.#doors.size >= MAX_DOORS) throw fail('GUEST_MANY', { expected: `at most ${MAX_DOORS} doors` })
    if (seconds < 1 || seconds > MAX_SECONDS)
      throw fail('GUEST_TIME', { expected: `1 to ${MAX_SECONDS} seconds`, found: String(seconds) })
    const { node } = this.#options
    const thing = await node.show(request.thing)
    if (thing.kind !== 'draft' && thing.kind !== 'good')
      throw fail('GUEST_WHAT', { expected: 'a draft or a good', found: thing.kind })
    const given = thing.kind === 'good' ? 'view' : right
    await this.#mustBeYours(thing, given)
    const { name: host } = await node.profile({})
    await this.#listen(request)
    const id = newSecret(this.#random).slice(0, 8)
    const door: Door = {
      id,
      name,
      what: thing.kind,
      thing: thing.id,
      title: thing.title,
      host: host ?? 'somebody',
      right: given,
      until: this.#clock.now() + seconds * 1_000,
      secret: newSecret(this.#random),
      closed: new AbortController(),
      guests: new Map(),
    }
    const timer = setTimeout(() => void this.closeGuest({ door: id }).catch(() => undefined), seconds * 1_000)
    timer.unref()
    this.#doors.add(door)
    this.#opened.set(id, { door, timer })
    return this.#infoOf(door)
  }

  /** A guest's edits are the host's: all nodes would refuse what the host may not do. Throws GUEST_MAY_NOT, GUEST_SHUT. */
  async #mustBeYours({ id, title }: { id: string; title: string }, right: GuestRight): Promise<void> {
    if (right === 'view') return
    const { node } = this.#options
    const { closed } = await node.draftAccess({ draft: id })
    if (closed) throw fail('GUEST_SHUT', { title, expected: '--right view', found: `--right ${right}` })
    if (right === 'suggest' || (await node.draftSuggestions(id)).mayAnswer) return
    throw fail('GUEST_MAY_NOT', { title, expected: 'a draft that you may edit', found: '--right edit' })
  }

  async #listen({ hosts, port }: OpenGuestRequest): Promise<void> {
    if (this.#listening.length > 0) return
    const { assets = installedPage, logger } = this.#options
    const addresses = hosts ?? lanAddresses()
    if (addresses.length === 0) throw fail('GUEST_ALONE', { expected: 'an address on a local network' })
    const parts = { host: this.#host, assets: await assets(), logger }
    const all: Listening[] = []
    try {
      for (const address of addresses) {
        const wanted = port ?? all[0]?.port ?? GUEST_PORT
        const listening = listenForGuests(parts, address, wanted)
        all.push(
          await (port === undefined ? listening.catch(() => listenForGuests(parts, address, 0)) : listening),
        )
      }
    } catch (error) {
      await Promise.all(all.map((one) => one.close()))
      throw error
    }
    this.#listening = all
  }

  #shut(door: Door): void {
    const opened = this.#opened.get(door.id)
    if (opened) clearTimeout(opened.timer)
    this.#opened.delete(door.id)
    this.#doors.close(door)
  }

  async #quietWhenEmpty(): Promise<void> {
    if (this.#doors.size > 0) return
    const listening = this.#listening.splice(0)
    // The last word, that it is closed, gets a moment to arrive.
    if (listening.length > 0) await new Promise((resolve) => setTimeout(resolve, LAST_WORD_MS))
    await Promise.all(listening.map((one) => one.close()))
  }

  #inTurn<T>(work: () => Promise<T>): Promise<T> {
    const turn = this.#turn.then(work)
    this.#turn = turn.catch(() => undefined)
    return turn
  }

  #infoOf({ id, name, what, thing, title, right, until, secret, guests }: Door): GuestDoorInfo {
    const links = this.#listening.map(({ address }) => `http://${address}/#${secret}`)
    const inside = [...guests.values()].map((guest) => ({
      name: guest.name,
      since: guest.since,
      here: guest.streams > 0,
    }))
    return { id, name, what, thing, title, right, until, links, guests: inside }
  }
}

const LAST_WORD_MS = 100

async function installedPage(): Promise<Assets> {
  const { guestAssets } = await import('@allmende/web')
  return guestAssets()
}

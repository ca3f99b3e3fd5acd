import { extname } from 'node:path'
import type { AllmendeNode, GuestAs, LiveEvent } from '@allmende/node'
import { displayText } from '@allmende/vocabulary'
import { fail } from '../errors.ts'
import type { Door, Doors, Entered } from './doors.ts'
import { newSecret } from './doors.ts'
import { GuestOffers } from './offers.ts'
import { mustHave } from './right.ts'
import { MAX_NAME, MAX_STREAMS, MAX_TICKETS, SHOWN_BYTES, TICKET_MS } from './limits.ts'
import type { Knock } from './listener.ts'

type HostParts = {
  readonly node: AllmendeNode
  readonly doors: Doors
  readonly random: { bytes(count: number): Uint8Array }
  readonly clock: { now(): number }
}

type Ticket = { readonly door: Door; readonly path: string; readonly until: number }

/** Pictures that a browser shows and that can't hold a script. */
const PICTURES: Readonly<Record<string, string>> = {
  '.png': 'image/png',
  '.jpg': 'image/jpeg',
  '.jpeg': 'image/jpeg',
  '.gif': 'image/gif',
  '.webp': 'image/webp',
  '.avif': 'image/avif',
}

/** Models that the page draws; to a browser they are bytes. One of several files is a download. */
const MODELS: ReadonlySet<string> = new Set(['.stl', '.obj', '.3mf', '.glb', '.gltf'])

/** As what a file is sent to be shown in the page; undefined: it is a download. */
function shownAs(path: string, bytes: number): string | undefined {
  if (bytes > SHOWN_BYTES) return undefined
  const ending = extname(path).toLowerCase()
  return MODELS.has(ending) ? 'application/octet-stream' : PICTURES[ending]
}

/** What a guest may ask, each with what it shows for it. Everything goes through the host's own node, in the guest's name. */
export class GuestHost {
  readonly #parts: HostParts
  readonly #tickets = new Map<string, Ticket>()
  readonly #offers: GuestOffers

  constructor(parts: HostParts) {
    this.#parts = parts
    this.#offers = new GuestOffers(parts)
  }

  about({ bearer, from }: Knock) {
    const { what, title, host, right, until } = this.#parts.doors.byLink(bearer, from)
    return { what, title, host, right, until }
  }

  /** Throws GUEST_NAME, GUEST_WHAT, GUEST_MANY. */
  enter({ bearer, from }: Knock, { name }: { name: string }): { pass: string; name: string } {
    const door = this.#parts.doors.byLink(bearer, from)
    if (door.what !== 'draft') throw fail('GUEST_WHAT', { expected: 'a draft', found: 'a good' })
    const shown = displayText(name).trim()
    if (shown === '' || shown.length > MAX_NAME)
      throw fail('GUEST_NAME', { expected: `1 to ${MAX_NAME} characters` })
    const guest = this.#parts.doors.enter(door, shown)
    return { pass: guest.pass, name: guest.name }
  }

  pass(knock: Knock): { name: string } {
    return { name: this.entered(knock).guest.name }
  }

  entered({ bearer, from }: Knock): Entered {
    return this.#parts.doors.byPass(bearer, from)
  }

  /** Until the guest goes, or the door is closed: then that is thrown. */
  async live(
    { door, guest }: Entered,
    at: { client: string; table?: string; version?: string },
    onEvent: (event: LiveEvent) => void,
    controller: AbortController,
  ): Promise<void> {
    if (guest.streams >= MAX_STREAMS) throw fail('GUEST_RATE')
    const { signal } = controller
    const close = () => controller.abort(door.closed.signal.reason)
    door.closed.signal.addEventListener('abort', close, { once: true, signal })
    guest.streams++
    try {
      const { version, ...rest } = at
      const from = version === undefined ? {} : { version: Number(version) }
      const as = asOf({ door, guest })
      await this.#parts.node.liveDraft({ draft: door.thing, ...rest, ...from, as }, { onEvent, signal })
    } finally {
      guest.streams--
    }
    throw signal.reason
  }

  push(knock: Knock, request: Omit<Parameters<AllmendeNode['pushLive']>[0], 'draft' | 'as'>) {
    const entered = this.entered(knock)
    mustHave(entered.door, 'edit')
    return this.#parts.node.pushLive({ ...request, draft: entered.door.thing, as: asOf(entered) })
  }

  async point(knock: Knock, request: Omit<Parameters<AllmendeNode['pointLive']>[0], 'draft' | 'as'>) {
    const entered = this.entered(knock)
    await this.#parts.node.pointLive({ ...request, draft: entered.door.thing, as: asOf(entered) })
    return { ok: true }
  }

  /** The text to edit a copy of, and what it is a copy of. Throws GUEST_RIGHT, as the two below. */
  copy(knock: Knock) {
    return this.#offers.copy(this.entered(knock))
  }

  /** Before the text is read. Throws GUEST_RATE. */
  maySuggest(knock: Knock): void {
    this.#offers.maySuggest(this.entered(knock))
  }

  suggest(knock: Knock, request: Parameters<GuestOffers['suggest']>[1]) {
    return this.#offers.suggest(this.entered(knock), request)
  }

  suggestions(knock: Knock) {
    return this.#offers.suggestions(this.entered(knock))
  }

  async good(knock: Knock) {
    const shown = await this.#good(knock)
    const { title, description, licenceName, licence } = shown
    const files = (shown.files ?? []).map(({ path, bytes }, number) => {
      const shows = shownAs(path, bytes) !== undefined
      const model = shows && MODELS.has(extname(path).toLowerCase())
      return { number, path, bytes, picture: shows && !model, model }
    })
    return { title, description: description ?? '', licence: licenceName ?? licence ?? '', files }
  }

  /** A picture or a model, to be shown in the page. */
  async shown(knock: Knock, number: string) {
    const { path, bytes } = this.#fileOf(await this.#good(knock), Number(number))
    const type = shownAs(path, bytes)
    if (type === undefined) throw fail('GUEST_WHAT', { expected: 'a picture or a model', found: path })
    return { ...(await this.#out(this.#door(knock), path)), type }
  }

  /** For one download: a link can't bring a header, and the secret belongs in no address. */
  async ticket(knock: Knock, { file }: { file: number }): Promise<{ url: string }> {
    const { path } = this.#fileOf(await this.#good(knock), file)
    const now = this.#parts.clock.now()
    for (const [name, { until }] of this.#tickets) if (until <= now) this.#tickets.delete(name)
    if (this.#tickets.size >= MAX_TICKETS) throw fail('GUEST_RATE')
    const ticket = newSecret(this.#parts.random)
    this.#tickets.set(ticket, { door: this.#door(knock), path, until: now + TICKET_MS })
    return { url: `/v1/guest/tickets/${ticket}` }
  }

  async download(name: string) {
    const ticket = this.#tickets.get(name)
    this.#tickets.delete(name)
    const now = this.#parts.clock.now()
    if (!ticket || ticket.until <= now || ticket.door.closed.signal.aborted) throw fail('GUEST_CLOSED')
    return { ...(await this.#out(ticket.door, ticket.path)), type: 'application/octet-stream' }
  }

  async #out(door: Door, path: string) {
    const { signal } = door.closed
    const file = await this.#parts.node.openFile({ thing: door.thing, path }, { signal })
    return { path, bytes: file.bytes, content: file.read(), signal }
  }

  #door({ bearer, from }: Knock): Door {
    return this.#parts.doors.byLink(bearer, from)
  }

  async #good(knock: Knock) {
    const door = this.#door(knock)
    if (door.what !== 'good') throw fail('GUEST_WHAT', { expected: 'a good', found: 'a draft' })
    return this.#parts.node.show(door.thing)
  }

  #fileOf({ files }: Awaited<ReturnType<AllmendeNode['show']>>, number: number) {
    const file = files?.[number]
    if (!file) throw fail('ROUTE_UNKNOWN', { found: `file ${number}` })
    return file
  }
}

function asOf({ door, guest }: Entered): GuestAs {
  return { id: guest.id, name: guest.name, ...(door.right === 'suggest' && { offers: true }) }
}

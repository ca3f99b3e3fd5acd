import { extname } from 'node:path'
import type { AllmendeNode } from '@allmende/node'
import { fail } from '../errors.ts'
import { type Door, newSecret } from './doors.ts'
import { MAX_TICKETS, SHOWN_BYTES, TICKET_MS } from './limits.ts'

type GoodsParts = {
  readonly node: AllmendeNode
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

/** What whoever came by the link of a good is shown of it, and which of its files they get. */
export class GuestGoods {
  readonly #parts: GoodsParts
  readonly #tickets = new Map<string, Ticket>()

  constructor(parts: GoodsParts) {
    this.#parts = parts
  }

  /** Throws GUEST_WHAT, as the two below. */
  async about(door: Door) {
    const shown = await this.#good(door)
    const { title, description, licenceName, licence } = shown
    const files = (shown.files ?? []).map(({ path, bytes }, number) => {
      const shows = shownAs(path, bytes) !== undefined
      const model = shows && MODELS.has(extname(path).toLowerCase())
      return { number, path, bytes, picture: shows && !model, model }
    })
    return { title, description: description ?? '', licence: licenceName ?? licence ?? '', files }
  }

  /** A picture or a model, to be shown in the page. */
  async shown(door: Door, number: number) {
    const { path, bytes } = this.#fileOf(await this.#good(door), number)
    const type = shownAs(path, bytes)
    if (type === undefined) throw fail('GUEST_WHAT', { expected: 'a picture or a model', found: path })
    return { ...(await this.#out(door, path)), type }
  }

  /** For one download: a link can't bring a header, and the secret belongs in no address. */
  async ticket(door: Door, file: number): Promise<{ url: string }> {
    const { path } = this.#fileOf(await this.#good(door), file)
    const now = this.#parts.clock.now()
    for (const [name, { until }] of this.#tickets) if (until <= now) this.#tickets.delete(name)
    if (this.#tickets.size >= MAX_TICKETS) throw fail('GUEST_RATE')
    const ticket = newSecret(this.#parts.random)
    this.#tickets.set(ticket, { door, path, until: now + TICKET_MS })
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

  async #good(door: Door) {
    if (door.what !== 'good') throw fail('GUEST_WHAT', { expected: 'a good', found: 'a draft' })
    const good = await this.#parts.node.show(door.thing)
    // It may have been closed meanwhile.
    door.closed.signal.throwIfAborted()
    return good
  }

  #fileOf({ files }: Awaited<ReturnType<AllmendeNode['show']>>, number: number) {
    const file = files?.[number]
    if (!file) throw fail('ROUTE_UNKNOWN', { found: `file ${number}` })
    return file
  }
}

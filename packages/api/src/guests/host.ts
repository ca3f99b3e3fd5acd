import type { AllmendeNode, GuestAs, LiveEvent } from '@allmende/node'
import { displayText } from '@allmende/vocabulary'
import { fail } from '../errors.ts'
import type { Door, Doors, Entered } from './doors.ts'
import { GuestGoods } from './goods.ts'
import { GuestOffers } from './offers.ts'
import { mustHave } from './right.ts'
import { MAX_NAME, MAX_STREAMS } from './limits.ts'
import type { Knock } from './routes.ts'

type HostParts = {
  readonly node: AllmendeNode
  readonly doors: Doors
  readonly random: { bytes(count: number): Uint8Array }
  readonly clock: { now(): number }
}

type Marking = Parameters<AllmendeNode['markDraft']>[0]

/** What a guest may ask, each with what it shows for it. Everything goes through the host's own node, in the guest's name. */
export class GuestHost {
  readonly #parts: HostParts
  readonly #offers: GuestOffers
  readonly #goods: GuestGoods

  constructor(parts: HostParts) {
    this.#parts = parts
    this.#offers = new GuestOffers(parts)
    this.#goods = new GuestGoods(parts)
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

  /** What is drawn as bold, emphasised, code or a link, for whoever is let in to the draft. */
  async marks(knock: Knock) {
    const { marks } = await this.#parts.node.draftMarks(this.entered(knock).door.thing)
    return {
      marks: marks.flatMap(({ name, known, now: { text, from, to } }) =>
        known ? [{ name, from, to, text }] : [],
      ),
    }
  }

  /** Throws GUEST_RIGHT, GUEST_RATE, those of `markDraft`. */
  async mark(knock: Knock, request: Pick<Marking, 'quote' | 'near' | 'name' | 'value'>) {
    const { door, guest } = this.entered(knock)
    mustHave(door, 'edit')
    if (!guest.marking.take(this.#parts.clock.now())) throw fail('GUEST_RATE')
    await this.#parts.node.markDraft({ ...request, draft: door.thing, guest: guest.name })
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

  good(knock: Knock) {
    return this.#goods.about(this.#door(knock))
  }

  shown(knock: Knock, number: string) {
    return this.#goods.shown(this.#door(knock), Number(number))
  }

  ticket(knock: Knock, { file }: { file: number }): Promise<{ url: string }> {
    return this.#goods.ticket(this.#door(knock), file)
  }

  download(ticket: string) {
    return this.#goods.download(ticket)
  }

  #door({ bearer, from }: Knock): Door {
    return this.#parts.doors.byLink(bearer, from)
  }
}

function asOf({ door, guest }: Entered): GuestAs {
  return { id: guest.id, name: guest.name, ...(door.right === 'suggest' && { offers: true }) }
}

import type { PersonId } from '@allmende/vocabulary'
import { inBackground } from '../in-background.ts'
import { NotesFile } from '../notes-file.ts'
import type { Parts } from '../parts.ts'
import { ListingBoard } from './board.ts'
import { ListingGossip, LISTINGS_TOPIC } from './gossip.ts'
import type { Listing } from './listing.ts'
import { OwnListings } from './own.ts'
import { TrustedPeople } from './trusted.ts'

const SAVE_EVERY_MS = 60_000
const RENEW_EVERY_MS = 60 * 60_000
/** Who has looked for something goes on hearing of new ones for a while, then leaves the meeting place. */
const LOOKING_MS = 15 * 60_000

/** Everything about listings of one node: what it knows, says, passes on and doesn't want to see. */
export class ListingDesk {
  readonly board: ListingBoard
  readonly own: OwnListings
  readonly trusted: TrustedPeople
  readonly gossip: ListingGossip
  /** By the id of a commons or a person. */
  readonly #hidden: NotesFile<boolean>
  readonly #parts: Parts
  #timers: NodeJS.Timeout[] = []
  #ready: Promise<void> | null = null
  #showing = false
  #looking: NodeJS.Timeout | null = null

  constructor(parts: Parts) {
    this.#parts = parts
    this.#hidden = new NotesFile(parts.home.listingsHidden)
    this.trusted = new TrustedPeople(parts)
    this.board = new ListingBoard({
      file: parts.home.listingsKnown,
      clock: parts.clock,
      isTrusted: (person: PersonId) => this.trusted.has(person),
      isHidden: (listing) => this.isHidden(listing),
    })
    this.own = new OwnListings(parts, this.board, parts.home.listings)
    const { sync, clock, logger } = parts
    this.gossip = new ListingGossip({ board: this.board, sync, clock, logger })
  }

  /** A command that only writes something must not read thousands of listings first. */
  async start(): Promise<void> {
    await this.own.load()
    if (this.#parts.network.online) await this.ready()
  }

  /** Everything that is known is here, and passed on. */
  ready(): Promise<void> {
    this.#ready ??= this.#open()
    return this.#ready
  }

  async #open(): Promise<void> {
    await this.#hidden.load()
    await this.own.load()
    await this.trusted.renew()
    await this.board.load()
    this.gossip.start()
    await this.#renew()
    const { logger } = this.#parts
    const every = (ms: number, what: string, work: () => Promise<unknown>): void => {
      const timer = setInterval(() => inBackground(logger, what, work()), ms)
      timer.unref()
      this.#timers.push(timer)
    }
    every(SAVE_EVERY_MS, 'keeping listings', () => this.board.save())
    every(RENEW_EVERY_MS, 'renewing listings', () => this.#renew())
  }

  async close(): Promise<void> {
    for (const timer of this.#timers) clearInterval(timer)
    if (this.#looking) clearTimeout(this.#looking)
    this.gossip.close()
    // What was never read must not be written over.
    if (this.#ready) await this.#ready.then(() => this.board.save())
  }

  /** Joins the meeting place while something is listed here. */
  async show(): Promise<void> {
    const { sync, network } = this.#parts
    if (this.#showing || !this.own.any || !network.online) return
    this.#showing = true
    await sync.meet(LISTINGS_TOPIC, { server: true, client: true })
  }

  /** Nothing is listed here any more. */
  async leave(): Promise<void> {
    if (!this.#showing || this.own.any) return
    this.#showing = false
    await this.#parts.sync.part(LISTINGS_TOPIC)
  }

  /** Joins the meeting place for a while. */
  async look(): Promise<void> {
    const { sync, network, logger } = this.#parts
    await network.start()
    if (this.#looking) return void this.#looking.refresh()
    this.#looking = setTimeout(() => {
      this.#looking = null
      inBackground(logger, 'leaving the place of listings', sync.part(LISTINGS_TOPIC))
    }, LOOKING_MS)
    this.#looking.unref()
    await sync.meet(LISTINGS_TOPIC, { server: true, client: true })
  }

  isHidden({ person, commons }: Pick<Listing, 'person' | 'commons'>): boolean {
    return this.#hidden.get(person) === true || this.#hidden.get(commons) === true
  }

  hidden(): string[] {
    return [...this.#hidden.entries()].filter(([, is]) => is).map(([id]) => id)
  }

  async hide(id: string, hidden: boolean): Promise<void> {
    await this.#hidden.set(id, hidden)
    if (hidden) return this.board.hideNow()
    this.board.forgetRefusals()
    this.gossip.compare()
  }

  async #renew(): Promise<void> {
    await this.trusted.renew()
    for (const bytes of await this.own.renew()) this.gossip.tell(bytes)
    await this.show()
  }
}

import type { JoinOptions, Logger, Timers } from '../../contract.ts'
import { inWords } from '../../errors.ts'
import type { Limits } from '../../limits.ts'
import { Carrier } from '../carrier.ts'
import type { Finder, Found } from '../finder.ts'
import type { LanInterface } from '../mdns/interfaces.ts'
import type { Libp2p, Libp2pConnection } from '../protocols.ts'
import { readFrames, sendTopics } from '../topic-talk.ts'
import type { Places } from './places.ts'
import { decodePeers, MEET_PROTOCOL, meetTag, PEERS_BYTES } from './protocol.ts'

export type SeekerOptions = Found & {
  places: Places
  topics: () => Iterable<{ topic: Uint8Array; how: JoinOptions }>
  dial: (libp2p: Libp2p, address: string) => Promise<Libp2pConnection>
  logger: Logger
  limits: Limits
  timers: Timers
}

/** Finds peers at meeting places: says there, under blinded names, what it is on, and is told who else is. */
export class Seeker implements Finder {
  readonly #options: SeekerOptions
  readonly #talks = new Map<string, { talk: Carrier; id: string }>()
  /** Places by their ids: one place may have several addresses, and lets go whoever comes twice. */
  readonly #at = new Map<string, Libp2pConnection>()
  /** Address → the id of the place that was met there. */
  readonly #met = new Map<string, string>()
  readonly #visiting = new Set<string>()
  #libp2p: Libp2p | null = null
  #timer: unknown = null
  #tried = false
  #closed = false
  readonly quiet = false

  constructor(options: SeekerOptions) {
    this.#options = options
  }

  async start(libp2p: Libp2p): Promise<void> {
    this.#libp2p = libp2p
    await this.#visitAll()
    this.#tried = true
  }

  announce(): void {
    for (const [place, { talk, id }] of this.#talks) this.#say(place, talk, id)
  }

  ask(): void {
    this.announce()
  }

  state(): 'yes' | 'no' | 'unknown' {
    if (this.#talks.size > 0) return 'yes'
    return this.#tried ? 'no' : 'unknown'
  }

  interfaces(): LanInterface[] {
    return []
  }

  owns({ remotePeer, remoteAddr }: Libp2pConnection): boolean {
    const address = String(remoteAddr)
    const id = remotePeer.toString()
    if ([...this.#talks.values()].some((talk) => talk.id === id)) return true
    return (
      !address.includes('/p2p-circuit') &&
      this.#options.places.all().some((place) => address.startsWith(resolved(place)))
    )
  }

  async close(): Promise<void> {
    this.#closed = true
    this.#options.timers.clearTimeout(this.#timer)
    for (const { talk } of this.#talks.values()) talk.destroy()
    this.#talks.clear()
  }

  /** Places were learned, or are no longer to be used. */
  placesChanged(): void {
    const { places } = this.#options
    const all = new Set(places.all())
    for (const [place, { talk, id }] of this.#talks) {
      if (all.has(place)) continue
      talk.destroy()
      this.#at.get(id)?.abort(new Error('another meeting place is used'))
    }
    for (const place of places.fresh()) if (!this.#isAt(place)) void this.#visit(place)
  }

  #isAt(place: string): boolean {
    return this.#at.has(this.#met.get(place) ?? '')
  }

  async #visitAll(): Promise<void> {
    const { places, timers, limits } = this.#options
    const away = places.due().filter((place) => !this.#isAt(place))
    await Promise.all(away.map((place) => this.#visit(place)))
    if (this.#closed) return
    this.announce()
    this.#timer = timers.setTimeout(() => void this.#visitAll(), limits.meetAgainMs)
  }

  /** Resolves when it was asked, or could not be. */
  async #visit(place: string): Promise<void> {
    const { dial, logger, places } = this.#options
    const libp2p = this.#libp2p
    if (!libp2p || this.#closed || this.#visiting.has(place)) return
    this.#visiting.add(place)
    try {
      const connection = await dial(libp2p, place)
      const id = connection.remotePeer.toString()
      this.#met.set(place, id)
      const there = this.#at.get(id)
      if (there) return void (there === connection || (await connection.close()))
      this.#at.set(id, connection)
      const talk = await this.#enter(connection, id)
      this.#talks.set(place, { talk, id })
      places.reached(place)
      this.#say(place, talk, id)
      void this.#listen(place, talk, id)
    } catch (error) {
      places.lost(place, false)
      logger.debug('a meeting place did not answer over TCP', { place, reason: inWords(error) })
    } finally {
      this.#visiting.delete(place)
    }
  }

  async #enter(connection: Libp2pConnection, id: string): Promise<Carrier> {
    try {
      return Carrier.over(await connection.newStream(MEET_PROTOCOL))
    } catch (error) {
      this.#at.delete(id)
      throw error
    }
  }

  #say(place: string, talk: Carrier, id: string): void {
    const { topics, limits } = this.#options
    if (talk.destroyed) return
    if (talk.writableLength > 0) return
    const list = new Map([...topics()].map(({ topic, how }) => [meetTag(topic, id), how]))
    sendTopics(talk, list, limits.lanTopics)
  }

  async #listen(place: string, talk: Carrier, id: string): Promise<void> {
    const { timers, limits, places, onSighting, self, logger } = this.#options
    const began = performance.now()
    const onFrame = (body: Buffer): void => {
      for (const peer of decodePeers(body)) {
        // A host of its own for each: what one place tells of is bounded by the length of its answer.
        if (peer !== self()?.id)
          onSighting({ id: peer, host: `through ${peer}`, port: 0, through: `${place}/p2p/${id}` })
      }
    }
    try {
      await readFrames(talk, { timers, mostBytes: PEERS_BYTES, what: 'a list of peers', onFrame })
    } catch (error) {
      logger.debug('a meeting place was left', { place, reason: inWords(error) })
    } finally {
      talk.destroy()
      places.lost(place, performance.now() - began > limits.stableMs)
      this.#talks.delete(place)
      this.#at.delete(id)
    }
  }
}

/** A name is resolved before it is dialed: what is left to compare then is the port. */
function resolved(place: string): string {
  return place.startsWith('/dns') ? '/never' : place
}

import type { Talk } from '@allmende/sync'
import { systemTimers, type Timers } from '@allmende/transports'
import { type CommonsId, decodeCbor, encodeCbor } from '@allmende/vocabulary'
import { inBackground } from '../in-background.ts'
import type { Parts } from '../parts.ts'
import { KnownPlaces } from './known-places.ts'

/** WARNING: on the wire. */
const PROTOCOL = 'allmende/places/1'
const MAX_BYTES = 64
/** A place opens once and closes once; whoever says more is busy with something else. */
const BURST = 20
const PER_SECOND = 0.1

/** Between two looks whether one's own place has opened: its port is known some seconds after the start. */
const LOOK_MS = 2_000
/** Between two lists that are given to the transports: however often it is said otherwise, nobody is dialed more often. */
const PAUSE_MS = 10_000

export type PlaceTalkParts = Pick<Parts, 'transports' | 'places' | 'clock' | 'logger'> & {
  readonly sync: Pick<Parts['sync'], 'converse' | 'peers' | 'on' | 'off'>
  /** Whether the commons is one that this person is in: not one that is only read, and not the starter, where everybody is a stranger. */
  readonly belongs: (commons: CommonsId) => boolean
  readonly timers?: Timers
}

type Said = { told: number; heard: number | null }

/**
 * Nodes that open a meeting place (`start --relay`) say so to those with whom they have proven a commons, so that nobody has to
 * be given its address by hand. Said is a port and nothing else. Not passed on: who tells of another's computer could have anybody dialed.
 */
export class PlaceTalk {
  readonly #parts: PlaceTalkParts
  readonly #known: KnownPlaces
  readonly #talks = new Map<Talk, Said>()
  readonly #onProgress = (): void => this.#lookAtAll()
  #end: () => void = () => undefined
  readonly #timers: Timers
  #looking: unknown = null
  #pausing: unknown = null
  #given = ''

  constructor(parts: PlaceTalkParts) {
    this.#parts = parts
    this.#timers = parts.timers ?? systemTimers
    this.#known = new KnownPlaces(parts.places, parts.clock)
  }

  start(): void {
    const { sync } = this.#parts
    this.#give()
    this.#end = sync.converse({
      name: PROTOCOL,
      maxBytes: MAX_BYTES,
      burst: BURST,
      perSecond: PER_SECOND,
      open: (talk) => {
        this.#talks.set(talk, { told: 0, heard: null })
        this.#look(talk)
        return {
          onMessage: (bytes) => this.#onMessage(talk, bytes),
          onClose: () => this.#talks.delete(talk),
        }
      },
    })
    sync.on('progress', this.#onProgress)
    this.#lookLater()
  }

  close(): void {
    this.#parts.sync.off('progress', this.#onProgress)
    this.#end()
    this.#timers.clearTimeout(this.#looking)
    this.#timers.clearTimeout(this.#pausing)
    this.#talks.clear()
  }

  /** A throw refuses the peer: what is no message of ours was made to harm. */
  #onMessage(talk: Talk, bytes: Uint8Array): void {
    const [type, port] = decodeCbor(bytes) as [unknown, unknown]
    if (type !== 'place' || !Number.isInteger(port) || Number(port) < 0 || Number(port) > 65_535)
      throw new TypeError('expected a port')
    const said = this.#talks.get(talk)
    if (said) said.heard = Number(port)
    this.#look(talk)
  }

  #lookLater(): void {
    this.#looking = this.#timers.setTimeout(() => {
      this.#lookAtAll()
      this.#lookLater()
    }, LOOK_MS)
  }

  #lookAtAll(): void {
    for (const talk of this.#talks.keys()) this.#look(talk)
  }

  /** Says what is new here, and takes what was heard; once a commons is proven, and what came before that then. */
  #look(talk: Talk): void {
    const said = this.#talks.get(talk)
    const peer = this.#parts.sync.peers().find(({ node }) => node === talk.node)
    if (!said || !peer || !peer.commons.some(this.#parts.belongs)) return
    const port = this.#ownPort()
    if (port !== said.told) {
      said.told = port
      talk.send(encodeCbor(['place', port]))
    }
    // Through a relay the address is the relay's.
    if (said.heard === null || peer.relayed) return
    const { heard } = said
    said.heard = null
    if (!this.#known.heard(talk.node, peer.address, heard)) return
    this.#give()
    inBackground(this.#parts.logger, 'noting where a meeting place is', this.#known.save())
  }

  /** 0 while none is open. */
  #ownPort(): number {
    const [place] = this.#parts.transports.flatMap((transport) => transport.status().place ?? [])
    return place?.state === 'open' ? place.port : 0
  }

  #give(): void {
    const places = this.#known.addresses()
    if (this.#pausing !== null || places.join() === this.#given) return
    this.#given = places.join()
    for (const transport of this.#parts.transports) transport.learn?.(places)
    this.#pausing = this.#timers.setTimeout(() => {
      this.#pausing = null
      this.#give()
    }, PAUSE_MS)
  }
}

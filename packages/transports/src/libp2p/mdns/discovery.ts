import type { Logger, Random, Timers } from '../../contract.ts'
import { inWords } from '../../errors.ts'
import type { Limits } from '../../limits.ts'
import type { Finder, Found } from '../finder.ts'
import { openInterfaceSocket, type InterfaceSocket } from './interface-socket.ts'
import { lanInterfaces, type LanInterface } from './interfaces.ts'
import { answer, goodbye, question, read } from './record.ts'
import { Pace } from './pace.ts'

export type DiscoveryOptions = Found & {
  /** The address the node listens on; 0.0.0.0: every network. */
  host: string
  /** Of mDNS: 5353; another one in tests, so that they meet nobody. */
  port: number
  logger: Logger
  limits: Limits
  timers: Timers
  random: Random
}

/** Devices ask for printers and the like every minute or so; a node of ours that is there answers within two seconds. */
const QUIET_MS = 60_000

type Open = { on: LanInterface; socket: InterfaceSocket; pace: Pace }

/** Finds neighbours and is found, on each interface by itself, also on those that come later. */
export class Discovery implements Finder {
  readonly #options: DiscoveryOptions
  /** By name and address. Null: being opened. */
  readonly #open = new Map<string, Open | null>()
  readonly #label: string
  #watch: unknown = null
  #asking: unknown = null
  #asked = 0
  #heard = false
  /** Whether another device was heard at all, whatever it spoke of. */
  #others = false
  readonly #since = performance.now()
  #closed = false

  constructor(options: DiscoveryOptions) {
    this.#options = options
    this.#label = Buffer.from(options.random.bytes(16)).toString('hex')
  }

  /** Resolves when every interface there is has been asked once. */
  async start(): Promise<void> {
    await this.#look()
    this.#askAgain()
  }

  /** What we say of ourselves has changed. */
  announce(): void {
    for (const open of this.#open.values()) open?.pace.answerSoon()
  }

  /** Asks now, and again soon, as if just begun. */
  ask(): void {
    this.#asked = 0
    this.#askAll()
    this.#askAgain()
  }

  /** Whether there is a network at all, and somebody on it: never guessed. */
  state(): 'yes' | 'no' | 'unknown' {
    if (this.#heard) return 'yes'
    return this.#watch !== null && this.#open.size === 0 ? 'no' : 'unknown'
  }

  owns(): boolean {
    return false
  }

  interfaces(): LanInterface[] {
    return [...this.#open.values()].flatMap((open) => (open ? [open.on] : []))
  }

  /** Nothing of anybody else came for a while, also nothing that other programs say by mDNS. */
  get quiet(): boolean {
    return this.#open.size > 0 && !this.#others && performance.now() - this.#since > QUIET_MS
  }

  /** Resolves when all networks were told that we leave. */
  async close(): Promise<void> {
    this.#closed = true
    const { timers } = this.#options
    timers.clearTimeout(this.#watch)
    timers.clearTimeout(this.#asking)
    const self = this.#options.self()
    const left = [...this.#open.values()].map(async (open) => {
      open?.pace.stop()
      const word = self && open ? goodbye(this.#label, { ...self, host: open.on.address }) : null
      await open?.socket.close(word)
    })
    this.#open.clear()
    await Promise.all(left)
  }

  /** Opens what came, closes what went. There is no event for it; a look at the list costs microseconds. */
  async #look(): Promise<void> {
    const { host, limits, timers } = this.#options
    const found = new Map(lanInterfaces(host).map((on) => [`${on.name} ${on.cidr}`, on]))
    for (const [name, open] of this.#open) {
      if (found.has(name) || !open) continue
      shut(open)
      this.#open.delete(name)
      this.#options.onGone(open.on)
    }
    const fresh = [...found].filter(([name]) => !this.#open.has(name)).slice(0, limits.lanInterfaces)
    await Promise.all(fresh.map(([name, on]) => this.#openOn(name, on)))
    if (!this.#closed) this.#watch = timers.setTimeout(() => void this.#look(), limits.lanLookMs)
  }

  async #openOn(name: string, on: LanInterface): Promise<void> {
    const { port, limits, timers, random, logger } = this.#options
    this.#open.set(name, null)
    const broken = (error: unknown): void => {
      logger.debug('mDNS has trouble on an interface', { on: on.name, reason: inWords(error) })
      shut(this.#open.get(name) ?? null)
      this.#open.delete(name) // tried again at the next look
    }
    const pace = new Pace({ limits, timers, random, answer: () => this.#answer(name) })
    try {
      const onPacket = (packet: Buffer, from: string): void => this.#hear(packet, from, pace)
      const socket = await openInterfaceSocket({ on, port, onPacket, onBroken: broken })
      if (this.#closed) return void socket.close()
      this.#open.set(name, { on, socket, pace })
      socket.send(question())
      pace.answerSoon()
    } catch (error) {
      broken(error)
    }
  }

  #hear(packet: Buffer, from: string, pace: Pace): void {
    if (!pace.mayHear()) return
    if (!this.#others) this.#others = this.interfaces().every(({ address }) => address !== from)
    const heard = read(packet)
    if (heard?.kind === 'question') pace.answerSoon()
    if (heard?.kind !== 'answer' && heard?.kind !== 'goodbye') return
    // Only who speaks of itself: otherwise anybody could have us dial anybody.
    const sighting = heard.sightings.find(({ host }) => host === from)
    if (!sighting || sighting.id === this.#options.self()?.id) return
    if (heard.kind === 'goodbye') return this.#options.onGoodbye(sighting.id)
    this.#heard = true
    this.#options.onSighting(sighting)
  }

  #answer(name: string): void {
    const open = this.#open.get(name)
    const self = this.#options.self()
    if (open && self) open.socket.send(answer(this.#label, { ...self, host: open.on.address }))
  }

  #askAll(): void {
    for (const open of this.#open.values()) open?.socket.send(question())
  }

  /** After 1, 3, 9 … seconds, then once a minute: Wi-Fi loses multicast packets. */
  #askAgain(): void {
    const { timers, limits } = this.#options
    timers.clearTimeout(this.#asking)
    if (this.#closed) return
    const wait = Math.min(limits.lanAskMs * 3 ** Math.min(this.#asked++, 10), limits.lanAskMaxMs)
    this.#asking = timers.setTimeout(() => {
      this.#askAll()
      this.#askAgain()
    }, wait)
  }
}

function shut(open: Open | null): void {
  open?.pace.stop()
  void open?.socket.close()
}

import type { PeerDiscoverySession } from 'hyperswarm'
import type { JoinOptions, Logger, Random, Timers } from '../contract.ts'
import { inWords } from '../errors.ts'
import { nextLook, type NetworkView } from './next-look.ts'

type TopicOptions = {
  session: PeerDiscoverySession
  view: () => NetworkView
  logger: Logger
  timers: Timers
  random: Random
}

/**
 * A topic under which we look and are found. Hyperswarm alone looks once and then every ten minutes: two nodes that
 * join at the same moment both look before either is announced, and miss each other for that long (seen in 16 of 16
 * tries). So we look again, soon at first.
 */
export class JoinedTopic {
  #options: TopicOptions
  #round = 0
  #failed = false
  #timer: unknown = null
  #ended = false

  constructor(options: TopicOptions) {
    this.#options = options
  }

  begin(): void {
    this.#after(this.flushed())
  }

  change({ server, client }: JoinOptions): void {
    this.#round = 0
    this.#options.timers.clearTimeout(this.#timer)
    this.#after(this.#options.session.refresh({ server, client }))
  }

  /** False when the announcement failed: nobody answered. */
  flushed(): Promise<boolean> {
    return this.#options.session.flushed()
  }

  /** No more looking; what is announced stays until the network forgets it or the swarm takes it back. */
  stop(): void {
    this.#ended = true
    this.#options.timers.clearTimeout(this.#timer)
  }

  /** Also takes the announcement back, in the background. */
  end(): void {
    this.stop()
    this.#options.session.destroy().catch((error: unknown) => this.#trouble(error))
  }

  #after(look: Promise<boolean>): void {
    look
      .catch((error: unknown) => {
        this.#trouble(error)
        return false
      })
      .then((worked) => {
        this.#failed = !worked
        if (this.#ended) return
        const { view, timers, random } = this.#options
        const ms = nextLook({ ...view(), round: this.#round++, failed: this.#failed }, random)
        timers.clearTimeout(this.#timer)
        this.#timer = timers.setTimeout(() => this.#after(this.#options.session.refresh()), ms)
      })
      .catch((error: unknown) => this.#trouble(error))
  }

  #trouble(error: unknown): void {
    this.#options.logger.debug('hyperswarm: looking for peers had trouble', { reason: inWords(error) })
  }
}

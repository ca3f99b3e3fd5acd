import type { Clock } from '@allmende/vocabulary'
import type { NodeStatus } from './contract.ts'
import type { EventHub } from './event-hub.ts'

/** The newest; what was found long ago has been said. */
const KEPT = 100

/** What a person should know of what happened: kept for `status` until closing, and told at once. */
export class Findings {
  readonly #clock: Clock
  readonly #events: EventHub
  readonly #kept: NodeStatus['findings'][number][] = []

  constructor(clock: Clock, events: EventHub) {
    this.#clock = clock
    this.#events = events
  }

  /** `message`: a sentence in plain words. */
  note(code: string, message: string): void {
    const finding = { code, message, at: this.#clock.now() }
    this.#kept.push(finding)
    if (this.#kept.length > KEPT) this.#kept.shift()
    this.#events.emit({ type: 'finding', ...finding })
  }

  list(): NodeStatus['findings'] {
    return [...this.#kept]
  }
}

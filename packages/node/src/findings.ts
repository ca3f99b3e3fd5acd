import type { Clock } from '@allmende/vocabulary'
import type { HappenedInfo, NodeStatus } from './contract.ts'
import type { EventHub } from './event-hub.ts'

/** The newest; what was found long ago has been said. */
const KEPT = 100

/** What a person should know of what happened: kept for `status` until closing, and told at once. */
export class Findings {
  readonly #clock: Clock
  readonly #events: EventHub
  readonly #kept: { key: string | undefined; finding: NodeStatus['findings'][number] }[] = []

  constructor(clock: Clock, events: EventHub) {
    this.#clock = clock
    this.#events = events
  }

  /**
   * `message`: a sentence in plain words; `values`: what it names. With a `key` it takes the place of what was said
   * under the same key before.
   */
  note(code: string, message: string, values: HappenedInfo['values'] = {}, key?: string): void {
    const finding = { code, message, values, at: this.#clock.now() }
    const before = key === undefined ? -1 : this.#kept.findIndex((one) => one.key === key)
    if (before >= 0) this.#kept.splice(before, 1)
    this.#kept.push({ key, finding })
    if (this.#kept.length > KEPT) this.#kept.shift()
    this.#events.emit({ type: 'finding', ...finding })
  }

  list(): NodeStatus['findings'] {
    return this.#kept.map(({ finding }) => finding)
  }
}

/** What is told beside a message, as text. */
export function valuesOf(fields: Readonly<Record<string, unknown>> = {}): HappenedInfo['values'] {
  return Object.fromEntries(Object.entries(fields).map(([name, value]) => [name, String(value)]))
}

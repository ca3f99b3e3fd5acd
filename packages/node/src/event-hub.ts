import type { Logger } from '@allmende/vocabulary'
import type { NodeEvent } from './contract.ts'

/** Passes what happens on to whoever listens; a listener that throws harms nobody else. */
export class EventHub {
  readonly #listeners = new Set<(event: NodeEvent) => void>()
  readonly #logger: Logger

  constructor(logger: Logger) {
    this.#logger = logger
  }

  on(listener: (event: NodeEvent) => void): () => void {
    this.#listeners.add(listener)
    return () => this.#listeners.delete(listener)
  }

  emit(event: NodeEvent): void {
    for (const listener of this.#listeners) {
      try {
        listener(event)
      } catch (error) {
        this.#logger.error('a listener failed', { event: event.type, error: String(error) })
      }
    }
  }
}

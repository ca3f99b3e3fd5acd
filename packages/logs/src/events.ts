import { EventEmitter } from 'node:events'

/** An emitter that knows its events. A listener that throws must not break what has happened: it is logged. */
export class Events<Map extends { [K in keyof Map]: unknown[] }> {
  readonly #emitter = new EventEmitter()
  readonly #report: (error: unknown) => void

  constructor(report: (error: unknown) => void) {
    this.#report = report
    // Every part of a node listens to every commons; that is no leak.
    this.#emitter.setMaxListeners(0)
  }

  on<K extends keyof Map & string>(event: K, listener: (...args: Map[K]) => void): void {
    this.#emitter.on(event, listener as (...args: unknown[]) => void)
  }

  off<K extends keyof Map & string>(event: K, listener: (...args: Map[K]) => void): void {
    this.#emitter.off(event, listener as (...args: unknown[]) => void)
  }

  emit<K extends keyof Map & string>(event: K, ...args: Map[K]): void {
    for (const listener of this.#emitter.listeners(event)) {
      try {
        listener(...args)
      } catch (error) {
        this.#report(error)
      }
    }
  }
}

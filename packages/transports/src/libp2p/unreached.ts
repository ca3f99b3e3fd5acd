/** Hosts noted. A network where more than these speak and can't be reached is told of all the same. */
const MOST = 64

/** Failed dials that a computer which was just switched off or on may cost. */
const FAILURES = 2

type Note = { failures: number; heardAfter: boolean }

/**
 * Neighbours that speak and can't be reached: they are heard by multicast again after dials to them failed. That is what a
 * network looks like that keeps its devices apart, or a firewall on one of the two.
 */
export class Unreached {
  readonly #notes = new Map<string, Note>()

  heard(host: string): void {
    const note = this.#notes.get(host)
    if (note) note.heardAfter = true
  }

  failed(host: string): void {
    const note = this.#notes.get(host) ?? { failures: 0, heardAfter: false }
    note.failures++
    // A new failure is no news of one that has left: it must speak again to count.
    note.heardAfter = false
    if (this.#notes.size < MOST) this.#notes.set(host, note)
  }

  /** In either direction. */
  reached(host: string): void {
    this.#notes.delete(host)
  }

  hosts(): string[] {
    return [...this.#notes]
      .filter(([, { failures, heardAfter }]) => failures >= FAILURES && heardAfter)
      .map(([host]) => host)
  }
}

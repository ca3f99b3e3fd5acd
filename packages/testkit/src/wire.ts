import { Duplex } from 'node:stream'
import type { Timers } from './clock.ts'

export type Faults = {
  /** Milliseconds each way. */
  latency?: number
  /** Virtual ones for simulation; the real ones by default. */
  timers?: Timers
  /** Cuts the wire after so many bytes in both directions together. */
  cutAfter?: number
  /** May change or swallow (null) what goes over: to flip bytes, to tear a chunk. */
  tamper?: (chunk: Uint8Array, from: 0 | 1) => Uint8Array | null
}

export type FaultyWire = {
  /** What is written into one comes out of the other. */
  ends: [Duplex, Duplex]
  /** Nothing arrives until `resume`; writers feel it as backpressure. */
  pause(): void
  resume(): void
  /** Ends both sides with an error, what is under way is lost, as when a cable is pulled and the system notices. */
  cut(): void
  bytes: () => number
}

/**
 * Two duplexes joined by a wire with faults. Bytes come whole and in order, as over TCP, unless `tamper` breaks them;
 * a side that closes is an end to the other, behind what is still under way.
 */
export function faultyWire(faults: Faults = {}): FaultyWire {
  const timers = faults.timers ?? realTimers
  const lanes: [Lane, Lane] = [new Lane(timers, faults.latency ?? 0), new Lane(timers, faults.latency ?? 0)]
  let bytes = 0
  const write = (from: 0 | 1, chunk: Uint8Array, done: () => void) => {
    bytes += chunk.length
    if (bytes > (faults.cutAfter ?? Infinity)) return cut()
    const sent = faults.tamper ? faults.tamper(chunk, from) : chunk
    if (sent === null) return done()
    lanes[from].send(sent, done)
  }
  const ends: [Duplex, Duplex] = [makeEnd(0, lanes, write), makeEnd(1, lanes, write)]
  lanes[0].reader = ends[1]
  lanes[1].reader = ends[0]
  function cut(): void {
    for (const lane of lanes) lane.drop()
    for (const end of ends) end.destroy(Object.assign(new Error('the wire was cut'), { code: 'ECONNRESET' }))
  }
  return {
    ends,
    pause: () => lanes.forEach((lane) => lane.hold(true)),
    resume: () => lanes.forEach((lane) => lane.hold(false)),
    cut,
    bytes: () => bytes,
  }
}

const realTimers: Timers = {
  setTimeout,
  clearTimeout: (timer) => clearTimeout(timer as NodeJS.Timeout),
}

/** Chunks under way at once; beyond, the writer waits for an arrival. */
const IN_FLIGHT = 64

type Parcel = { chunk: Uint8Array | null; due: boolean; arrived: () => void }

/** One direction: a queue of chunks, each due after the latency, handed on as fast as the reader reads. */
class Lane {
  reader: Duplex | null = null
  #timers: Timers
  #latency: number
  #queue: Parcel[] = []
  #waiting = new Set<unknown>()
  #held = false
  #blocked: (() => void) | null = null

  constructor(timers: Timers, latency: number) {
    this.#timers = timers
    this.#latency = latency
  }

  send(chunk: Uint8Array | null, done: () => void): void {
    if (this.#latency === 0) {
      this.#queue.push({ chunk, due: true, arrived: done })
      return this.#deliver()
    }
    // The writer goes on while the chunk travels.
    const flies = this.#queue.length < IN_FLIGHT
    const parcel: Parcel = { chunk, due: false, arrived: flies ? () => {} : done }
    this.#queue.push(parcel)
    const timer = this.#timers.setTimeout(() => {
      this.#waiting.delete(timer)
      parcel.due = true
      this.#deliver()
    }, this.#latency)
    this.#waiting.add(timer)
    if (flies) done()
  }

  hold(held: boolean): void {
    this.#held = held
    this.#deliver()
  }

  /** The reader has room again. */
  read(): void {
    const arrived = this.#blocked
    this.#blocked = null
    arrived?.()
    this.#deliver()
  }

  drop(): void {
    for (const timer of this.#waiting) this.#timers.clearTimeout(timer)
    this.#waiting.clear()
    this.#queue = []
  }

  #deliver(): void {
    while (!this.#held && !this.#blocked && this.#queue[0]?.due) {
      const { chunk, arrived } = this.#queue.shift() as Parcel
      const room = !this.reader || this.reader.destroyed || this.reader.push(chunk)
      // As net does: with nothing left to read, the end is noticed even where nobody reads.
      if (chunk === null) this.reader?.read(0)
      if (room || chunk === null) arrived()
      else this.#blocked = arrived
    }
  }
}

function makeEnd(
  side: 0 | 1,
  lanes: [Lane, Lane],
  write: (from: 0 | 1, chunk: Uint8Array, done: () => void) => void,
): Duplex {
  let ended = false
  const end = () => {
    if (!ended) lanes[side].send(null, () => {})
    ended = true
  }
  const duplex = new Duplex({
    write: (chunk: Uint8Array, _encoding, done) => write(side, chunk, done),
    final: (done) => {
      end()
      done()
    },
    read: () => lanes[1 - side]?.read(),
    destroy: (error, done) => {
      end()
      done(error)
    },
  })
  // A fault is the test's wish, never the end of the process.
  return duplex.on('error', () => {})
}

import { monitorEventLoopDelay } from 'node:perf_hooks'

/** How long the event loop of this thread did not turn, in milliseconds. */
export type Turning = {
  /** The longest time by the clock: on a busy machine also while others had the processor. */
  readonly blocked: number
  /** The most processor time that this thread used between two turns: what it did itself, however busy the machine is. */
  readonly worked: number
  /** Seconds of processor time of the whole process, its workers included. */
  readonly cpu: number
}

const RESOLUTION_MS = 5

/** Watches the event loop of this thread until it is stopped. */
export class TurningWatch {
  #delays: ReturnType<typeof monitorEventLoopDelay> | null = null
  #longest = 0
  #timer: NodeJS.Timeout | null = null
  #worked = 0
  #cpu = 0
  #since = process.cpuUsage()

  start(): void {
    // A new one each time: one that is enabled again counts the pause as time in which the loop stood still.
    this.#delays = monitorEventLoopDelay({ resolution: RESOLUTION_MS })
    this.#delays.enable()
    this.#since = process.cpuUsage()
    let before = process.threadCpuUsage()
    this.#timer = setInterval(() => {
      const now = process.threadCpuUsage()
      this.#worked = Math.max(this.#worked, now.user + now.system - before.user - before.system)
      before = now
    }, RESOLUTION_MS)
  }

  pause(): void {
    this.#delays?.disable()
    this.#longest = Math.max(this.#longest, this.#delays?.max ?? 0)
    this.#delays = null
    const { user, system } = process.cpuUsage(this.#since)
    this.#cpu += (user + system) / 1e6
    if (this.#timer) clearInterval(this.#timer)
  }

  figures(): Turning {
    // The histogram has the whole interval between two turns, of which the first part was waited for.
    const blocked = Math.max(0, this.#longest / 1e6 - RESOLUTION_MS)
    return { blocked, worked: this.#worked / 1000, cpu: this.#cpu }
  }
}

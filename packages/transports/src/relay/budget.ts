import type { RelayRates } from './limits.ts'

/** Credit in bytes at a moment; negative is a debt. */
type Purse = { credit: number; at: number }

/** Hosts remembered. One whose credit is full again is like one never seen, so only these cost memory. */
const MOST_HOSTS = 4_096

/**
 * How much may be carried, for each host and in all: a credit that is full at first, is spent by bytes, and fills steadily.
 * Bytes are known only after they went over, so credit can become debt: who is in debt gets nothing until it is paid.
 */
export class RelayBudget {
  readonly #limits: RelayRates
  readonly #hosts = new Map<string, Purse>()
  readonly #all: Purse

  constructor(limits: RelayRates, now: number) {
    this.#limits = limits
    this.#all = { credit: limits.bytesPerSecond * limits.burstSeconds, at: now }
  }

  get hosts(): number {
    return this.#hosts.size
  }

  /** Whether a new pairing of this host may begin. */
  may(host: string, now: number): boolean {
    return this.#fill(this.#all, this.#limits.bytesPerSecond, now) > 0 && this.#filled(host, now) > 0
  }

  /** Bytes were carried for a host. @returns false when it, or all together, are beyond what is allowed */
  spend(host: string, bytes: number, now: number): boolean {
    const { bytesPerSecondPerHost: rate, bytesPerSecond, burstSeconds } = this.#limits
    const purse = this.#hosts.get(host) ?? { credit: rate * burstSeconds, at: now }
    this.#fill(purse, rate, now)
    this.#fill(this.#all, bytesPerSecond, now)
    purse.credit -= bytes
    this.#all.credit -= bytes
    this.#hosts.delete(host)
    this.#hosts.set(host, purse)
    this.#forget(now)
    return purse.credit > 0 && this.#all.credit > 0
  }

  #filled(host: string, now: number): number {
    const purse = this.#hosts.get(host)
    return purse ? this.#fill(purse, this.#limits.bytesPerSecondPerHost, now) : 1
  }

  #fill(purse: Purse, rate: number, now: number): number {
    const passed = Math.max(0, now - purse.at) / 1_000
    purse.credit = Math.min(rate * this.#limits.burstSeconds, purse.credit + rate * passed)
    purse.at = now
    return purse.credit
  }

  /** The longest unused go first. Somebody with thousands of addresses can shed debts so; the limit for all still holds. */
  #forget(now: number): void {
    const { bytesPerSecondPerHost: rate, burstSeconds } = this.#limits
    for (const [host, purse] of this.#hosts) {
      const full = this.#fill(purse, rate, now) >= rate * burstSeconds
      if (!full && this.#hosts.size <= MOST_HOSTS) return
      this.#hosts.delete(host)
    }
  }
}

type Options = { server: boolean; client: boolean }

/** Which topics outside of any commons are joined, and how often: two parts of a node may meet under one. */
export class Meetings {
  readonly #joined = new Map<string, { times: number; options: Options }>()

  /** What to join the topic as; null when it is joined so already. */
  enter(topic: Uint8Array, options: Options): Options | null {
    const key = Buffer.from(topic).toString('hex')
    const before = this.#joined.get(key)
    const after = {
      server: options.server || (before?.options.server ?? false),
      client: options.client || (before?.options.client ?? false),
    }
    this.#joined.set(key, { times: (before?.times ?? 0) + 1, options: after })
    const same = before?.options.server === after.server && before.options.client === after.client
    return same ? null : after
  }

  /** True when nobody wants the topic any more. */
  leave(topic: Uint8Array): boolean {
    const key = Buffer.from(topic).toString('hex')
    const before = this.#joined.get(key)
    if (!before) return false
    if (before.times > 1) {
      this.#joined.set(key, { ...before, times: before.times - 1 })
      return false
    }
    return this.#joined.delete(key)
  }
}

/**
 * Queues of several givers, served in turns: one who offers ten thousand things waits behind their own. What is
 * in a queue is there once.
 */
export class Turns<Giver, Item> {
  readonly #queues = new Map<Giver, Set<Item>>()

  get size(): number {
    let sum = 0
    for (const queue of this.#queues.values()) sum += queue.size
    return sum
  }

  add(giver: Giver, item: Item): void {
    const queue = this.#queues.get(giver)
    if (queue) queue.add(item)
    else this.#queues.set(giver, new Set([item]))
  }

  delete(item: Item): void {
    for (const [giver, queue] of this.#queues)
      if (queue.delete(item) && queue.size === 0) this.#queues.delete(giver)
  }

  /** Those who wait for a giver that is gone. */
  drop(giver: Giver): Item[] {
    const left = [...(this.#queues.get(giver) ?? [])]
    this.#queues.delete(giver)
    return left
  }

  clear(): void {
    this.#queues.clear()
  }

  /**
   * Offers every item once, one of each giver in turn, until `patience` of a giver's were not `taken` in a row: behind a
   * few hundred that can't go on now there is hardly one that can.
   */
  serve(taken: (item: Item) => boolean, patience: number): void {
    const lanes = [...this.#queues].map(([giver, queue]) => ({
      giver,
      queue,
      items: queue.values(),
      skipped: 0,
    }))
    for (let open = lanes; open.length > 0;) {
      open = open.filter((lane) => {
        const next = lane.items.next()
        if (next.done) return false
        if (!taken(next.value)) return ++lane.skipped <= patience
        lane.queue.delete(next.value)
        this.#goesLast(lane.giver, lane.queue)
        return true
      })
    }
  }

  /** Whoever was served comes last the next time; with nothing left, not at all. */
  #goesLast(giver: Giver, queue: Set<Item>): void {
    this.#queues.delete(giver)
    if (queue.size > 0) this.#queues.set(giver, queue)
  }
}

import type { TopicList } from '../topic-tags.ts'
import { MOST_PEERS } from './protocol.ts'

/** Who is at a meeting place, and under which tags. Pure: says who is told of whom. */
export class Register {
  readonly #lists = new Map<string, TopicList>()
  /** Tag → those who said it, the newest last. */
  readonly #byTag = new Map<string, Set<string>>()

  get size(): number {
    return this.#lists.size
  }

  /**
   * What somebody is on now.
   * @returns those who are to be told anew, because they look for what it is on
   */
  enter(id: string, list: TopicList): string[] {
    this.leave(id)
    this.#lists.set(id, list)
    const told = new Set<string>()
    for (const [tag, how] of list) {
      const there = this.#byTag.get(tag) ?? new Set()
      if (how.server) for (const other of there) if (this.#lists.get(other)?.get(tag)?.client) told.add(other)
      there.add(id)
      this.#byTag.set(tag, there)
    }
    return [...told]
  }

  leave(id: string): void {
    for (const tag of this.#lists.get(id)?.keys() ?? []) {
      const there = this.#byTag.get(tag)
      there?.delete(id)
      if (there?.size === 0) this.#byTag.delete(tag)
    }
    this.#lists.delete(id)
  }

  /** Whom somebody who looks finds: those who want to be found under the same tags, the newest first. */
  peersOf(id: string): string[] {
    const found = new Set<string>()
    for (const [tag, how] of this.#lists.get(id) ?? []) {
      if (!how.client) continue
      for (const other of [...(this.#byTag.get(tag) ?? [])].toReversed()) {
        if (found.size >= MOST_PEERS) return [...found]
        if (other !== id && this.#lists.get(other)?.get(tag)?.server) found.add(other)
      }
    }
    return [...found]
  }
}

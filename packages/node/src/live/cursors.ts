import type { ChangeDesc } from '@codemirror/state'
import type { HereInfo } from '../contract-live.ts'

type Held = { readonly said: string; head: number; anchor: number }

/**
 * Keeps the cursors of others at the characters where they were when they were told, while the text goes on here. A position is told
 * without the text it belongs to: what is under way at that moment puts it a few characters off until it is told again, two seconds later.
 */
export class Cursors {
  readonly #held = new Map<string, Held>()

  moved(step: ChangeDesc): void {
    for (const held of this.#held.values()) {
      held.head = step.mapPos(Math.min(held.head, step.length), 1)
      held.anchor = step.mapPos(Math.min(held.anchor, step.length), 1)
    }
  }

  /** The same people, with their cursors where they are now, within the text. */
  placed(people: readonly HereInfo[], length: number): HereInfo[] {
    const gone = new Set(this.#held.keys())
    const placed = people.map((one) => {
      if (one.cursor === null) return one
      gone.delete(one.id)
      const { head, anchor } = this.#hold(one.id, one.cursor)
      return { ...one, cursor: { head: Math.min(head, length), anchor: Math.min(anchor, length) } }
    })
    for (const id of gone) this.#held.delete(id)
    return placed
  }

  #hold(id: string, { head, anchor }: { head: number; anchor: number }): Held {
    const said = `${head} ${anchor}`
    const known = this.#held.get(id)
    if (known?.said === said) return known
    const held = { said, head, anchor }
    this.#held.set(id, held)
    return held
  }
}

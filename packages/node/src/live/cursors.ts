import type { ChangeDesc } from '@codemirror/state'
import type { DraftHandle } from '@allmende/drafts'
import type { HereInfo } from '../contract-live.ts'
import type { PersonHere } from './people-here.ts'

type Held = { readonly said: string; head: number; anchor: number }
type Place = NonNullable<HereInfo['cursor']>

/** Where those stand who said behind which characters, in the text as it is shown when this resolves; by their id. */
export async function placesOf(
  people: readonly PersonHere[],
  handle: Pick<DraftHandle, 'place'>,
): Promise<ReadonlyMap<string, Place>> {
  const said = people.flatMap(({ id, cursor }) => (cursor?.ids ? [{ id, ...cursor.ids }] : []))
  if (said.length === 0) return new Map()
  const places = await handle.place(said.flatMap(({ head, anchor }) => [head, anchor]))
  return new Map(
    said.flatMap(({ id }, at): [string, Place][] => {
      const [head, anchor] = [places[at * 2] ?? null, places[at * 2 + 1] ?? null]
      return head === null || anchor === null ? [] : [[id, { head, anchor }]]
    }),
  )
}

/**
 * Keeps the cursors of those who say no characters (older nodes) where they were when they were told, while the text goes on here.
 * Such a position is told without the text it belongs to: what is under way at that moment puts it a few characters off until it is
 * told again, two seconds later. So it is, too, with characters that are not here yet.
 */
export class Cursors {
  readonly #held = new Map<string, Held>()

  moved(step: ChangeDesc): void {
    for (const held of this.#held.values()) {
      held.head = step.mapPos(Math.min(held.head, step.length), 1)
      held.anchor = step.mapPos(Math.min(held.anchor, step.length), 1)
    }
  }

  /** The same people, with their cursors where they are now, within the text; `found`: those whose characters are known. */
  placed(people: readonly PersonHere[], found: ReadonlyMap<string, Place>, length: number): HereInfo[] {
    const gone = new Set(this.#held.keys())
    const placed = people.map((one): HereInfo => {
      const { cursor, ...rest } = one
      if (cursor === null) return { ...rest, cursor }
      const place = found.get(one.id)
      if (place) return { ...rest, cursor: place }
      gone.delete(one.id)
      const { head, anchor } = this.#hold(one.id, cursor)
      return { ...rest, cursor: { head: Math.min(head, length), anchor: Math.min(anchor, length) } }
    })
    for (const id of gone) this.#held.delete(id)
    return placed
  }

  #hold(id: string, { head, anchor }: Place): Held {
    const said = `${head} ${anchor}`
    const known = this.#held.get(id)
    if (known?.said === said) return known
    const held = { said, head, anchor }
    this.#held.set(id, held)
    return held
  }
}

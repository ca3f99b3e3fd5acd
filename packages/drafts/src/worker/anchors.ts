import type { CharacterId } from '../change/encode.ts'
import type { ChangeGraph } from '../graph.ts'
import type { Body } from './body.ts'

const ANCHOR = /^(\d{1,10})@((?:[0-9a-f]{2}){1,32})$/

/** The character that an anchor names, as Automerge writes it (`counter@actor`); null for anything else. */
function characterOf(anchor: string): CharacterId | null {
  const [, counter, actor] = ANCHOR.exec(anchor) ?? []
  return counter === undefined || actor === undefined ? null : { actor, counter: Number(counter) }
}

/** The positions behind characters; null for what names none: Automerge panics when it is asked for such. */
export function placesOf(anchors: readonly string[], graph: ChangeGraph, body: Body): (number | null)[] {
  return anchors.map((anchor) => {
    if (anchor === '') return 0
    const id = characterOf(anchor)
    return id !== null && graph.putIn(id.actor, id.counter) ? body.place(id) : null
  })
}

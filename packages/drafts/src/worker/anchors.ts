import type { CharacterId } from '../change/encode.ts'

const ANCHOR = /^(\d{1,10})@((?:[0-9a-f]{2}){1,32})$/

/** The character that an anchor names, as Automerge writes it (`counter@actor`); null for anything else. */
export function characterOf(anchor: string): CharacterId | null {
  const [, counter, actor] = ANCHOR.exec(anchor) ?? []
  return counter === undefined || actor === undefined ? null : { actor, counter: Number(counter) }
}

import type { PartLine } from '@allmende/vocabulary'

type Key = (line: PartLine) => string | undefined

const whole: Key = (line) => JSON.stringify(line)
const idAndName: Key = (line) => line.id && key(line.section, line.id, line.name)
const idAndNumber: Key = (line) => line.id && line.number && key(line.id, line.maker, line.number)
const number: Key = (line) => line.number && key(line.section, line.maker, line.number)
const numberAnywhere: Key = (line) => line.number && key(line.maker, line.number)
const name: Key = (line) => key(line.section, line.name)
const id: Key = (line) => line.id && key(line.section, line.id)
const nameAnywhere: Key = (line) => key(line.name)

/** By what a line is recognised in a later list, the surest first. */
const LATER: readonly Key[] = [whole, idAndName, idAndNumber, number, numberAnywhere, name, id, nameAnywhere]

/** The same for lines that two people added: to give the next free id to different parts is no agreement. */
const ADDED: readonly Key[] = [whole, idAndName, idAndNumber, number, name]

/**
 * Pairs the lines of two lists that are the same line: by id, else by number, else by section and name. What agrees in
 * more is paired first, since many lists number their lines anew when one comes in between; what agrees in several is
 * paired in its order. Gives for each line of the first list the place of its twin, or -1.
 */
export function matchLines(
  first: readonly PartLine[],
  second: readonly PartLine[],
  how: 'later' | 'added' = 'later',
): Int32Array {
  const twins = new Int32Array(first.length).fill(-1)
  const taken = new Set<number>()
  for (const keyOf of how === 'later' ? LATER : ADDED) {
    const free = new Map<string, number[]>()
    for (const [at, line] of second.entries()) {
      const found = taken.has(at) ? undefined : keyOf(line)
      if (!found) continue
      const places = free.get(found)
      if (places) places.push(at)
      else free.set(found, [at])
    }
    for (const places of free.values()) places.reverse()
    for (const [at, line] of first.entries()) {
      const found = twins[at] === -1 ? keyOf(line) : undefined
      const twin = found ? free.get(found)?.pop() : undefined
      if (twin === undefined) continue
      twins[at] = twin
      taken.add(twin)
    }
  }
  return twins
}

/** Case and blanks of a name are nobody's intention. */
function key(...parts: readonly (string | undefined)[]): string {
  return JSON.stringify(
    parts.map((part) => (part ?? '').normalize('NFC').trim().replaceAll(/\s+/g, ' ').toLowerCase()),
  )
}

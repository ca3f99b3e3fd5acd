import type { HereInfo } from '@allmende/api/client'
import type { Clean } from '../terminal/clean.ts'

/** Names in one line; of more it is said how many they are. */
const MOST = 6

/** "Ben and Ina, guest of Anna, are here; Ben at line 4". Null when nobody else is. */
export function hereLine(people: readonly HereInfo[], text: string, clean: Clean): string | null {
  const byName = new Map<string, HereInfo>()
  // Several windows of one person are one person, where they last wrote.
  for (const one of people) {
    const name = nameOf(one, clean)
    if (!byName.has(name) || one.cursor) byName.set(name, one)
  }
  const names = [...byName.keys()].slice(0, MOST)
  const [first] = names
  if (first === undefined) return null
  const more = byName.size - names.length
  const all = more > 0 ? [...names, `${more} more`] : names
  const list = all.length === 1 ? first : `${all.slice(0, -1).join(', ')} and ${all.at(-1)}`
  const places = [...byName].flatMap(([name, { cursor }]) =>
    cursor === null || !names.includes(name) ? [] : [`${name} at line ${lineOf(text, cursor.head)}`],
  )
  return `${list} ${all.length === 1 ? 'is' : 'are'} here${places.map((place) => `; ${place}`).join('')}`
}

function nameOf({ name, person, guest, via }: HereInfo, clean: Clean): string {
  const known = clean(name ?? person?.slice(0, 8) ?? 'somebody', 60)
  const who = guest === undefined ? known : `${clean(guest, 40)} (guest of ${known})`
  return via === undefined ? who : `${who} (says ${clean(via, 60)})`
}

function lineOf(text: string, at: number): number {
  return text.slice(0, at).split('\n').length
}

import { type Table, isTable, ownValue, sameData } from '../plain.ts'
import { personFromText } from './people.ts'
import { type Family, readTable } from './read.ts'

/** Which key of an entry tells it from the others of its list, the first that it has. */
const NAMES = ['path', 'location', 'release', 'component', 'standard-title', 'name', 'title']

/**
 * Puts back what the manifest of the same family said beyond our fields. What our fields say comes first; where the foreign value only says
 * the same in other words (a licence for each role, a list of languages), it is given back as it was.
 */
export function withForeign(ours: Table, foreign: unknown, family: Family): Table {
  if (!isTable(foreign)) return ours
  const whole: Table = { ...ours }
  for (const [key, value] of Object.entries(foreign)) {
    if (value === undefined) continue
    const own = ownValue(ours, key)
    if (own === undefined || saysTheSame(key, own, value, family)) whole[key] = value
    else whole[key] = joined(own, value)
  }
  return whole
}

function saysTheSame(key: string, own: unknown, value: unknown, family: Family): boolean {
  const [ours, theirs] = [own, value].map((one) => readTable({ [key]: one }, family))
  return (
    sameData({ ...ours?.fields, foreign: null }, { ...theirs?.fields, foreign: null }) &&
    sameData(ours?.parts, theirs?.parts)
  )
}

function joined(own: unknown, foreign: unknown): unknown {
  if (isTable(own) && isTable(foreign)) {
    const keys = Object.keys(foreign).filter((key) => ownValue(own, key) === undefined || isTable(own[key]))
    return {
      ...own,
      ...Object.fromEntries(keys.map((key) => [key, joined(ownValue(own, key) ?? {}, foreign[key])])),
    }
  }
  if (isTable(own) && Object.keys(own).length === 0) return foreign
  if (!Array.isArray(own) && !(typeof own === 'string' && isTable(foreign))) return own
  const list: unknown[] = Array.isArray(own) ? [...own] : [own]
  for (const entry of Array.isArray(foreign) ? foreign : [foreign]) join(list, entry)
  return Array.isArray(own) || list.length > 1 ? list : list[0]
}

function join(list: unknown[], entry: unknown): void {
  const name = isTable(entry) ? NAMES.find((key) => typeof entry[key] === 'string') : undefined
  const at = name === undefined ? -1 : list.findIndex((own) => isNamed(own, name, (entry as Table)[name]))
  if (at < 0) {
    if (!list.some((own) => sameData(own, entry))) list.push(entry)
    return
  }
  const own = list[at]
  const table = isTable(own)
    ? own
    : { ...(name === 'name' ? personFromText(String(own)) : { [name ?? '']: own }) }
  list[at] = { ...(entry as Table), ...table }
}

/** An entry that got its addition has more keys than a stub could match: each is joined once. */
function isNamed(own: unknown, name: string, value: unknown): boolean {
  if (isTable(own)) return own[name] === value
  return own === value || (name === 'name' && typeof own === 'string' && personFromText(own).name === value)
}
